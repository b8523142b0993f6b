"""The schema and the validator agree on every definition file of the rules' cases, and on the shipped ones."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from casefile import Case, all_cases, write_workspace
from workspace_building import PACKS

from milestonectl.files.json_schema import json_schema
from milestonectl.files.schema import MODELS
from milestonectl.files.shape import check_shape
from milestonectl.files.yaml import parse_yaml
from milestonectl.model.node import plain

SCHEMAS: dict[str, Any] = {
    kind: jsonschema.Draft202012Validator(json_schema(kind)) for kind in ("process", "settings", "team")
}


def kind_of(file: str) -> str:
    return {"milestonectl.yaml": "settings", "team.yaml": "team"}.get(file, "process")


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schemas_are_schemas(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_schema_and_validator_agree(case: Case, tmp_path: Path) -> None:
    write_workspace(case, tmp_path)
    for path in [*tmp_path.glob("processes/*.y*ml"), tmp_path / "milestonectl.yaml", tmp_path / "team.yaml"]:
        node, _ = parse_yaml(path.read_bytes(), path.name)
        if node is None:
            continue
        kind = kind_of(path.name)
        _, problems = check_shape(node, MODELS[kind], kind)
        accepted = SCHEMAS[kind].is_valid(plain(node))
        if node.text("extends"):
            # What is missing here may be inherited: the schema sees one file, the validator all of them.
            problems = [problem for problem in problems if problem.name != "missing-key"]
        conditions = any(expected.startswith("MC111") for expected in case.expected)
        days = [problem for problem in problems if "there is no day" in problem.message]
        assert accepted == (not problems) or (conditions and not accepted) or bool(days), problems


@pytest.mark.parametrize("path", sorted(PACKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_processes_are_accepted(path: Path) -> None:
    node, _ = parse_yaml(path.read_bytes(), path.name)
    assert node is not None
    SCHEMAS["process"].validate(plain(node))
