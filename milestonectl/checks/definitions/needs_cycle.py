"""Milestones that need each other in a circle.

What
    Following `needs` from milestone to milestone must come to an end.
Why
    None of them could ever be the next one.
Bad
    proof needs contract, and contract needs proof.
Good
    contract needs proof.
"""

from collections.abc import Iterator, Mapping

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    milestones = {milestone.id: milestone for milestone in process.milestones}
    needs = {name: milestone.needs for name, milestone in milestones.items()}
    told: set[frozenset[str]] = set()
    for milestone in milestones.values():
        path = _cycle(milestone.id, needs)
        if path and frozenset(path) not in told:
            told.add(frozenset(path))
            place = value_place(milestone, "needs", milestone.needs.index(path[1]))
            message = f"milestones need each other: {' -> '.join(path)}"
            yield Problem("needs-cycle", message, place, "take one of these out of needs")


def _cycle(start: str, needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The shortest way from a milestone back to itself."""
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        for need in needs.get(path[-1], ()):
            if need == start:
                return [*path, start]
            if need not in seen:
                seen.add(need)
                waiting.append([*path, need])
    return []


RULE = CheckedRule("MC203", "needs-cycle", "error", __doc__, each_process(check))
