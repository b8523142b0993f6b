"""A renewal that asks for as much as the largest sale.

What
    A process for renewals has fewer required milestones than the heaviest process of the workspace.
Why
    The buyer knows you already. The smaller the sale and the better you know each other, the fewer gates it needs.
Bad
    A renewal with the seven milestones of a large account.
Good
    A renewal with three: results acknowledged, terms agreed, signed.
"""

from collections.abc import Iterator

from milestonectl.checks.lineage import current_processes
from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(subject: Subject) -> Iterator[Problem]:
    processes = current_processes(subject)
    others = [process for process in processes if not _is_renewal(process)]
    heaviest = max(others, key=_weight, default=None)
    for process in processes:
        if heaviest is not None and _is_renewal(process) and _weight(process) >= max(4, _weight(heaviest)):
            message = f"a renewal asks for {_weight(process)} milestones, and {heaviest.name} for {_weight(heaviest)}"
            hint = "leave out what the buyer knows already"
            place, there = value_place(process, "process"), value_place(heaviest, "process")
            yield Problem("heavy-renewal", message, place, hint, there)


def _is_renewal(process: Process) -> bool:
    return "renew" in process.name


def _weight(process: Process) -> int:
    return sum(milestone.required for milestone in process.milestones)


RULE = CheckedRule("MC410", "heavy-renewal", "warning", __doc__, check)
