"""Two stages or two milestones with one id.

What
    The ids of stages are different from each other within a process, and so are those of milestones.
Why
    A row of the ledger names a milestone by its id alone; with two of them nobody can tell which was achieved.
Bad
    - {id: proof, title: Trial accepted}
    - {id: proof, title: Reference visited}
Good
    - {id: trial, title: Trial accepted}
    - {id: reference, title: Reference visited}
"""

from collections.abc import Iterator, Sequence

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Milestone, Process, Stage


def check(process: Process) -> Iterator[Problem]:
    yield from _repeated(process.stages, "stage")
    yield from _repeated(process.milestones, "milestone")


def _repeated(things: Sequence[Stage | Milestone], what: str) -> Iterator[Problem]:
    first: dict[str, Stage | Milestone] = {}
    for thing in things:
        other = first.setdefault(thing.id, thing)
        if other is not thing:
            message = f'a second {what} with the id "{thing.id}"'
            place, there = value_place(thing, "id"), value_place(other, "id")
            yield Problem("duplicate-id", message, place, "give one of them another id", there)


RULE = CheckedRule("MC201", "duplicate-id", "error", __doc__, each_process(check))
