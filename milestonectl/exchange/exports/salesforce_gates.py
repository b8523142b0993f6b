"""The gate of a stage as validation rules: a later stage is refused while something is missing.

Salesforce takes a formula of 3,900 characters that compiles to at most 5,000. What it compiles to only the org knows,
so a rule is kept far below the first, and a gate that needs more becomes several rules, each with its own milestones.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from milestonectl.exchange.exports.salesforce_formula import condition_formula
from milestonectl.exchange.exports.salesforce_names import api_name, fields_of, quoted, shortened
from milestonectl.model.errors import UsageError
from milestonectl.model.process import Milestone, Process, Stage
from milestonectl.model.settings import DealField

WON, LOST = "Closed Won", "Closed Lost"
_FORMULA = 3900
"""Characters of a formula; 4,000 bytes leave room for some that are longer."""
_USUAL = 2000
"""Characters up to which milestones share a rule."""
_MESSAGE = 255


class Rule(NamedTuple):
    """One validation rule."""

    name: str
    formula: str
    """True, and so an error, when the stage is behind the gate and something that the gate waits for is missing."""
    message: str


def bypass_name(process: Process) -> str:
    """The custom permission with which a user passes the gates; nobody has it until an administrator gives it."""
    return f"Pass_{api_name(process.name, 60)}_gates"


def gate_rules(process: Process, stage: Stage, declared: Sequence[DealField]) -> Iterator[Rule]:
    """The rules of a stage; none where it requires nothing."""
    name = f"{process.name}-{stage.id}"
    for number, part in enumerate(_parts(process, stage, declared), 1):
        titles = "; ".join(milestone.title for milestone in part)
        message = shortened(f"The gate of {stage.title} waits for: {titles}", _MESSAGE)
        yield Rule(
            api_name(f"{name}-{number}" if number > 1 else name), _formula(process, stage, part, declared), message
        )


def _parts(process: Process, stage: Stage, declared: Sequence[DealField]) -> Iterator[list[Milestone]]:
    part: list[Milestone] = []
    for milestone in stage.milestones:
        if not milestone.required:
            continue
        if part and len(_formula(process, stage, [*part, milestone], declared)) > _USUAL:
            yield part
            part = []
        part.append(milestone)
        if len(_formula(process, stage, part, declared).encode()) > _FORMULA:
            raise UsageError(
                f"the rule for {milestone.id} would be longer than the {_FORMULA:,} characters that Salesforce takes; "
                "shorten its when, or the titles of stages"
            )
    if part:
        yield part


def _formula(process: Process, stage: Stage, part: Sequence[Milestone], declared: Sequence[DealField]) -> str:
    titles = [known.title for known in process.stages]
    places = ", ".join(f"{quoted(title)}, {number}" for number, title in enumerate([*titles, WON], 1))
    behind = f"CASE(TEXT(StageName), {places}, 0) > {titles.index(stage.title) + 1}"
    missing = [_missing(milestone, declared) for milestone in part]
    waits = missing[0] if len(missing) == 1 else f"OR({', '.join(missing)})"
    return (
        f"AND(RecordType.DeveloperName = {quoted(api_name(process.name))}, "
        f"NOT($Permission.{bypass_name(process)}), {behind}, {waits})"
    )


def _missing(milestone: Milestone, declared: Sequence[DealField]) -> str:
    blanks = [f"ISBLANK({field.name})" for field in fields_of(milestone)]
    blank = f"OR({', '.join(blanks)})" if len(blanks) > 1 else blanks[0]
    applies = condition_formula(milestone.when, declared)
    return f"AND({applies}, {blank})" if applies else blank
