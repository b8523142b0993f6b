"""`processes/*.yaml`, `milestonectl.yaml` and `team.yaml` -> values and problems."""

import datetime
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from milestonectl.files.conditions import parse_condition
from milestonectl.files.schema import EvidenceModel, MilestoneModel, PersonModel, ProcessModel, SettingsModel, TeamModel
from milestonectl.files.shape import check_shape, without_faults
from milestonectl.files.yaml import parse_yaml
from milestonectl.model.condition import Condition
from milestonectl.model.inheritance import inherit
from milestonectl.model.node import Node
from milestonectl.model.period import parse_period
from milestonectl.model.problem import Problem
from milestonectl.model.process import EvidenceDemand, Milestone, Play, Process, Processes, Stage, by_sale_type
from milestonectl.model.settings import DealField, Rep, Settings, Target, Team
from milestonectl.model.words import did_you_mean
from milestonectl.model.workspace import Definitions

FIRST_DAY = "1970-01-01"


class Trees(NamedTuple):
    """The process files that could be read, and the names of those that could not."""

    read: list[Node]
    unread: frozenset[str] = frozenset()


def load_definitions(texts: Mapping[str, bytes]) -> Definitions:
    """All definition files, by path below the workspace."""
    problems: list[Problem] = []
    settings = _load_settings(texts.get("milestonectl.yaml"), problems)
    team = _load_team(texts.get("team.yaml"), settings, problems)
    trees = _load_trees({file: raw for file, raw in texts.items() if file.startswith("processes/")}, problems)
    processes = load_processes(trees, settings.fields, problems)
    return Definitions(settings, team, processes, tuple(problems))


def _load_settings(raw: bytes | None, problems: list[Problem]) -> Settings:
    node, found = parse_yaml(raw or b"", "milestonectl.yaml")
    problems += found
    if node is None:
        return Settings()
    model, found = check_shape(node, SettingsModel, "settings")
    problems += found
    if model is None:
        return Settings(node=node)
    fields = tuple(DealField(name, field.type, tuple(field.choices)) for name, field in model.fields.items())
    return Settings(
        model.currency, model.working_weeks, model.fiscal_year_starts, tuple(model.holidays), model.gates,
        model.ledger_format, fields, tuple(model.ignore), model.severity, node,
    )  # fmt: skip


def _load_team(raw: bytes | None, settings: Settings, problems: list[Problem]) -> Team:
    node, found = parse_yaml(raw or b"", "team.yaml")
    problems += found
    if node is None:
        return Team()
    model, found = check_shape(node, TeamModel, "team")
    problems += found
    if model is None:
        return Team(node=node)
    reps = tuple(_person(person, settings) for person in model.reps)
    return Team(reps, tuple(_person(person, settings) for person in model.managers), node)


def _person(model: PersonModel, settings: Settings) -> Rep:
    targets = []
    for target in model.targets:
        period = parse_period(target.period, settings.fiscal_year_starts)
        if period is not None:
            currency = target.currency or settings.currency
            targets.append(Target(period, target.revenue, currency, target.sale_type or ""))
    return Rep(model.id, model.name, model.manager or "", model.email, model.started, tuple(targets))


def _load_trees(texts: Mapping[str, bytes], problems: list[Problem]) -> Trees:
    """The trees of all files. A file that is no YAML defines the process that its name says."""
    trees, unread = [], set()
    for file, raw in sorted(texts.items()):
        node, found = parse_yaml(raw, file)
        problems += found
        if node is not None:
            trees.append(node)
        else:
            unread.add(PurePosixPath(file).stem.partition("@")[0])
    return Trees(trees, frozenset(unread))


def load_processes(trees: Trees, fields: tuple[DealField, ...], problems: list[Problem]) -> Processes:
    """The processes of these trees, each completed by what it extends.

    Those with problems in their shape are kept apart: what can be read of them is checked further.
    """
    sound, drafts, unsound = [], [], set(trees.unread)
    for tree in trees.read:
        resolved = _resolve(tree, trees, (), problems)
        model, found = check_shape(resolved, ProcessModel, "process") if resolved is not None else (None, [])
        problems += found
        if resolved is not None and model is not None:
            sound.append(_process(model, resolved, tree, fields, problems))
            continue
        unsound.add(tree.text("process"))
        if resolved is not None:
            drafts += _draft(resolved, tree, fields)
    problems[:] = list(dict.fromkeys(problems))
    return by_sale_type(sound, drafts, unsound)


def _draft(resolved: Node, own: Node, fields: tuple[DealField, ...]) -> list[Process]:
    """The process without the keys that are wrong, if it can stand without them."""
    pruned = without_faults(resolved, ProcessModel)
    model, _ = check_shape(pruned, ProcessModel, "process")
    return [_process(model, pruned, own, fields, [])] if model else []


def _resolve(tree: Node, trees: Trees, below: tuple[str, ...], problems: list[Problem]) -> Node | None:
    extends = tree.text("extends")
    if not extends:
        return tree
    path = (*below, tree.text("process"))
    if extends.partition("@")[0] in path:
        cycle = " -> ".join((*path, extends.partition("@")[0]))
        problems.append(Problem("extends-cycle", f"processes extend each other: {cycle}", tree.place_of("extends")))
        return None
    parent = _parent(tree, extends, trees.read)
    if parent is None and extends.partition("@")[0] in trees.unread:
        return None
    if parent is None:
        hint = did_you_mean(extends, [t.text("process") for t in trees.read]) or "see milestonectl process list"
        message = f'"{extends}" is no process of this workspace'
        problems.append(Problem("unknown-process", message, tree.place_of("extends"), hint))
        return None
    complete = _resolve(parent, trees, path, problems)
    return inherit(tree, complete) if complete is not None else None


def _parent(tree: Node, extends: str, trees: list[Node]) -> Node | None:
    """The version in effect when the child took effect, unless `extends` names one."""
    name, _, version = extends.partition("@")
    versions = sorted((t for t in trees if t.text("process") == name and t is not tree), key=_effective)
    if version:
        return next((t for t in versions if str(t.at("version").value) == version), None)
    in_effect = [t for t in versions if _effective(t) <= _effective(tree)]
    return in_effect[-1] if in_effect else next(iter(versions), None)


def _effective(tree: Node) -> str:
    return tree.text("effective") or FIRST_DAY


def _process(
    model: ProcessModel, resolved: Node, own: Node, fields: tuple[DealField, ...], problems: list[Problem]
) -> Process:
    stages = tuple(
        Stage(
            stage.id, stage.title, stage.objective,
            tuple(
                _milestone(milestone, resolved.at("stages", number, "milestones", position), fields, problems)
                for position, milestone in enumerate(stage.milestones)
            ),
            resolved.at("stages", number),
        )
        for number, stage in enumerate(model.stages)
    )  # fmt: skip
    effective: datetime.date = model.effective
    return Process(
        model.process, model.version, effective, model.title, model.wins, stages, model.extends or "",
        model.contract_value, model.prior.multiplier, own.place.file, resolved,
    )  # fmt: skip


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
    condition, found = parse_condition(holder.mapping.get("when"), fields)
    problems += found
    return condition


def _evidence(model: EvidenceModel) -> EvidenceDemand:
    return EvidenceDemand(model.level, tuple(model.kinds), tuple(model.roles), model.max_age_days)
