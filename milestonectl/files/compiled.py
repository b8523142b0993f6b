"""The definitions without the work of reading them: compiled once, reused while their files are unchanged.

A compiled copy holds no places: what is to be shown with file and line (`validate`, `process show`) reads the files.
"""

import dataclasses
import hashlib
import sys
from collections.abc import Mapping

from milestonectl.files.cache import keep, recall
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process, Processes
from milestonectl.model.settings import Rep, Settings
from milestonectl.model.version import __version__
from milestonectl.model.workspace import Definitions

_SHAPE = [field.name for kind in (Settings, Rep, Process) for field in dataclasses.fields(kind)]
"""A checkout that is worked on changes without its version: what it kept before a new key is of no use after it."""


def load_definitions(texts: Mapping[str, bytes]) -> Definitions:
    """What the definition files say, each value with its place."""
    # Only here: pydantic and the YAML reader cost more than everything else that a daily command does.
    from milestonectl.files import definitions

    return definitions.load_definitions(texts)


def mapping_problems(texts: Mapping[str, bytes], definitions: Definitions) -> list[Problem]:
    """What is wrong with the mappings of imports."""
    from milestonectl.files import mapping

    return mapping.mapping_problems(texts, definitions)


def compiled_definitions(texts: Mapping[str, bytes]) -> Definitions:
    """What the definition files say. Files with problems are read again each time."""
    key = f"definitions-{fingerprint_of_texts(texts)}"
    known = recall(key)
    if isinstance(known, Definitions):
        return known
    definitions = load_definitions(texts)
    if not definitions.problems:
        keep(key, without_places(definitions))
    return definitions


def fingerprint_of_texts(texts: Mapping[str, bytes]) -> str:
    """One name for what the definition files say, read by this program."""
    digest = hashlib.sha256(f"{__version__} {sys.version} {_SHAPE}".encode())
    for name, raw in sorted(texts.items()):
        digest.update(f"\0{name}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()[:32]


def without_places(definitions: Definitions) -> Definitions:
    """The same definitions without the trees that they were read from."""
    versions = definitions.processes.versions
    return definitions._replace(
        settings=dataclasses.replace(definitions.settings, node=None),
        team=dataclasses.replace(definitions.team, node=None),
        processes=Processes(
            {name: tuple(_placeless(process) for process in found) for name, found in versions.items()}
        ),
    )


def _placeless(process: Process) -> Process:
    stages = tuple(
        dataclasses.replace(
            stage, node=None, milestones=tuple(dataclasses.replace(m, node=None) for m in stage.milestones)
        )
        for stage in process.stages
    )
    return dataclasses.replace(process, stages=stages, node=None)
