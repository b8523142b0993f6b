"""A milestone that needs one which does not exist.

What
    `needs` lists ids of milestones of the same process.
Why
    The order that was meant is not kept.
Bad
    needs: [need-agreed]
Good
    needs: [needs-agreed]
"""

from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Place, Problem
from milestonectl.model.process import Process
from milestonectl.model.words import did_you_mean, nearest


def check(process: Process) -> Iterator[Problem]:
    known = [milestone.id for milestone in process.milestones]
    for milestone in process.milestones:
        for number, need in enumerate(milestone.needs):
            if need not in known:
                hint = did_you_mean(need, known) or f"the milestones: {', '.join(known)}"
                place = value_place(milestone, "needs", number)
                yield Problem("unknown-need", f'"{need}" is no milestone here', place, hint, near_place(need, process))


def near_place(word: str, process: Process) -> Place | None:
    """Where the milestone stands that was perhaps meant: it may be the one that is misspelt."""
    near = process.milestone(nearest(word, [milestone.id for milestone in process.milestones]))
    return value_place(near, "id") if near else None


RULE = CheckedRule("MC202", "unknown-need", "error", __doc__, each_process(check))
