"""`processes/*.yaml`, `milestonectl.yaml` and `team.yaml` -> values and problems."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel

from milestonectl.files.processes import load_processes, read_trees
from milestonectl.files.schema import PersonModel, SettingsModel, TeamModel
from milestonectl.files.shape import check_shape, without_faults
from milestonectl.files.yaml import parse_yaml
from milestonectl.model.node import Node
from milestonectl.model.period import parse_period
from milestonectl.model.problem import Problem
from milestonectl.model.settings import DealField, Rep, Settings, Target, Team
from milestonectl.model.workspace import Definitions

Model = TypeVar("Model", bound=BaseModel)


def load_definitions(texts: Mapping[str, bytes]) -> Definitions:
    """All definition files, by path below the workspace."""
    problems: list[Problem] = []
    settings = _load_settings(texts.get("milestonectl.yaml", b""), problems)
    team = _load_team(texts.get("team.yaml", b""), settings, problems)
    trees = read_trees({file: raw for file, raw in texts.items() if file.startswith("processes/")}, problems)
    processes = load_processes(trees, settings.fields, problems)
    return Definitions(settings, team, processes, tuple(dict.fromkeys(problems)))


def _load_settings(raw: bytes, problems: list[Problem]) -> Settings:
    node, model = _load(raw, "milestonectl.yaml", SettingsModel, "settings", problems)
    if model is None:
        return Settings(node=node)
    fields = tuple(DealField(name, field.type, tuple(field.choices)) for name, field in model.fields.items())
    return Settings(
        model.currency, model.working_weeks, model.fiscal_year_starts, tuple(model.holidays), tuple(model.ramp), model.gates,
        model.ledger_format, fields, tuple(model.ignore), model.severity, node,
    )  # fmt: skip


def _load_team(raw: bytes, settings: Settings, problems: list[Problem]) -> Team:
    node, model = _load(raw, "team.yaml", TeamModel, "team", problems)
    if model is None:
        return Team(node=node)
    reps = tuple(_person(person, settings) for person in model.reps)
    return Team(reps, tuple(_person(person, settings) for person in model.managers), node)


def _load(
    raw: bytes, file: str, model: type[Model], what: str, problems: list[Problem]
) -> tuple[Node | None, Model | None]:
    """The tree and the model of a file, in both of which what is wrong is left out."""
    node, found = parse_yaml(raw, file)
    problems += found
    if node is None:
        return None, None
    read, found = check_shape(node, model, what)
    problems += found
    if read is None:
        node = without_faults(node, model)
        read, _ = check_shape(node, model, what)
    return node, read


def _person(model: PersonModel, settings: Settings) -> Rep:
    targets = []
    for target in model.targets:
        period = parse_period(target.period, settings.fiscal_year_starts)
        if period is not None:
            currency = target.currency or settings.currency
            targets.append(Target(period, target.revenue, currency, target.sale_type or ""))
    return Rep(model.id, model.name, model.manager or "", model.email, model.started, tuple(targets))
