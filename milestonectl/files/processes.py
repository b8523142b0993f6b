"""`processes/*.yaml` -> processes, each completed by what it extends, and problems."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from milestonectl.files.conditions import parse_condition
from milestonectl.files.schema import EvidenceModel, MilestoneModel, ProcessModel, StageModel
from milestonectl.files.shape import check_shape, without_faults
from milestonectl.files.yaml import parse_yaml
from milestonectl.model.condition import ALWAYS, Condition
from milestonectl.model.inheritance import inherit
from milestonectl.model.node import Node
from milestonectl.model.problem import Problem
from milestonectl.model.process import EvidenceDemand, Milestone, Play, Process, Processes, Stage, by_sale_type
from milestonectl.model.settings import DealField
from milestonectl.model.words import did_you_mean

FIRST_DAY = "1970-01-01"


class Trees(NamedTuple):
    """The process files that could be read, by the name of the process."""

    by_name: dict[str, list[Node]]
    unread: frozenset[str] = frozenset()
    """The names of those that are no YAML, as their files are called."""
    damaged: frozenset[str] = frozenset()
    """Files of which the parser left something out."""


def read_trees(texts: Mapping[str, bytes], problems: list[Problem]) -> Trees:
    """The trees of all process files."""
    by_name: dict[str, list[Node]] = {}
    unread, damaged = set(), set()
    for file, raw in sorted(texts.items()):
        node, found = parse_yaml(raw, file)
        problems += found
        if node is None:
            unread.add(PurePosixPath(file).stem.partition("@")[0])
        else:
            by_name.setdefault(node.text("process"), []).append(node)
            damaged.update([file] if found else [])
    return Trees(by_name, frozenset(unread), frozenset(damaged))


def load_processes(trees: Trees, fields: tuple[DealField, ...], problems: list[Problem]) -> Processes:
    """The processes of these trees. Those with problems are kept apart: what can be read of them is checked further."""
    sound, drafts, unsound = [], [], set(trees.unread)
    for tree in (tree for versions in trees.by_name.values() for tree in versions):
        resolved = resolve(tree, trees, (), problems)
        process, found = _read(resolved, tree, fields) if resolved is not None else (None, [])
        problems += found
        if process is not None and not found and tree.place.file not in trees.damaged:
            sound.append(process)
        else:
            unsound.add(tree.text("process"))
            drafts += [process] if process is not None else []
    return by_sale_type(sound, drafts, unsound)


def _read(resolved: Node, own: Node, fields: tuple[DealField, ...]) -> tuple[Process | None, list[Problem]]:
    """The process of a complete tree, without what is wrong in it."""
    model, problems = check_shape(resolved, ProcessModel, "process")
    if model is None:
        resolved = without_faults(resolved, ProcessModel)
        model, _ = check_shape(resolved, ProcessModel, "process")
    return (_process(model, resolved, own, fields, problems) if model is not None else None), problems


def resolve(tree: Node, trees: Trees, below: tuple[Node, ...], problems: list[Problem]) -> Node | None:
    """The tree, completed by those that it extends; nothing when one of them is missing."""
    extends = tree.text("extends")
    if not extends:
        return tree
    path = (*below, tree)
    parent = _parent(tree, extends, trees)
    if any(parent is known for known in path) or (parent is None and extends == tree.text("process")):
        problems += _cycle(path, parent or tree)
        return None
    if parent is None:
        problems += _unknown(tree, extends, trees)
        return None
    complete = resolve(parent, trees, path, problems)
    return inherit(tree, complete) if complete is not None else None


def _cycle(path: tuple[Node, ...], back_to: Node) -> list[Problem]:
    """A circle is told once: from the file that comes first."""
    circle = path[next(number for number, tree in enumerate(path) if tree is back_to) :]
    if path[0] is not back_to or any(tree.place.file < back_to.place.file for tree in circle):
        return []
    names = " -> ".join(tree.text("process") for tree in (*circle, back_to))
    message = f"processes extend each other: {names}"
    return [Problem("extends-cycle", message, path[0].place_of("extends"), "let one of them stand by itself")]


def _unknown(tree: Node, extends: str, trees: Trees) -> list[Problem]:
    name = extends.partition("@")[0]
    if name in trees.unread:
        return []
    versions = [f"{name}@{version_of(known)}" for known in trees.by_name.get(name, [])]
    names = versions or [known for known in trees.by_name if known and known != tree.text("process")]
    hint = did_you_mean(extends, names) or f"the processes: {', '.join(names)}"
    message = f'"{extends}" is no process of this workspace'
    return [Problem("unknown-process", message, tree.place_of("extends"), hint)]


def _parent(tree: Node, extends: str, trees: Trees) -> Node | None:
    """The version in effect when the child took effect, unless `extends` names one."""
    name, _, version = extends.partition("@")
    versions = [known for known in trees.by_name.get(name, []) if version or known is not tree]
    if version:
        return next((known for known in versions if version_of(known) == version), None)
    versions.sort(key=_effective)
    in_effect = [known for known in versions if _effective(known) <= _effective(tree)]
    return in_effect[-1] if in_effect else next(iter(versions), None)


def version_of(tree: Node) -> str:
    """The version of a file, as `extends` names it."""
    return str(tree.mapping["version"].value) if "version" in tree.mapping else "1"


def _effective(tree: Node) -> str:
    return tree.text("effective") or FIRST_DAY


def _process(
    model: ProcessModel, resolved: Node, own: Node, fields: tuple[DealField, ...], problems: list[Problem]
) -> Process:
    stages = tuple(
        _stage(stage, resolved.at("stages", number), fields, problems) for number, stage in enumerate(model.stages)
    )
    return Process(
        model.process, model.version, model.effective, model.title, model.wins, stages, model.extends or "",
        model.contract_value, model.prior.multiplier, own.place.file, resolved,
    )  # fmt: skip


def _stage(model: StageModel, node: Node, fields: tuple[DealField, ...], problems: list[Problem]) -> Stage:
    milestones = tuple(
        _milestone(milestone, node.at("milestones", number), fields, problems)
        for number, milestone in enumerate(model.milestones)
    )
    return Stage(model.id, model.title, model.objective, milestones, node)


def _milestone(model: MilestoneModel, node: Node, fields: tuple[DealField, ...], problems: list[Problem]) -> Milestone:
    plays = tuple(
        Play(
            play.situation, _when(node.at("plays", number), fields, problems),
            tuple(play.ask), tuple(play.send), tuple(play.do),
        )
        for number, play in enumerate(model.plays)
    )  # fmt: skip
    return Milestone(
        model.id, model.title, model.side, model.required, tuple(model.needs), _when(node, fields, problems),
        _evidence(model.evidence), model.typical_days, model.valid_for_days, tuple(model.indicators), plays, node,
    )  # fmt: skip


def _when(holder: Node, fields: tuple[DealField, ...], problems: list[Problem]) -> Condition:
    """A condition with problems says nothing, and its process is a draft."""
    condition, found = parse_condition(holder.mapping.get("when"), fields)
    problems += found
    return ALWAYS if found else condition


def _evidence(model: EvidenceModel) -> EvidenceDemand:
    return EvidenceDemand(model.level, tuple(model.kinds), tuple(model.roles), model.max_age_days)
