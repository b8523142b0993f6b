"""A row about a milestone that the deal's process does not have.

What
    The milestone of a row is one of those of the version that the deal follows.
Why
    The row counts for nothing: no gate asks for it. Mostly it is misspelt, or the deal follows another version.
Bad
    A renewal with `achieved` and the milestone `proof`, which only a new account has.
Good
    A renewal with `achieved` and the milestone `terms-agreed`.
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell, value_place
from milestonectl.checks.rule import CheckedRule, each_row
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row
from milestonectl.model.words import did_you_mean

_OF_MILESTONES = frozenset({"planned", "achieved", "waived"})


def check(row: Row, subject: Subject) -> Iterator[Problem]:
    """Rows of deals without a process are left to the rules about sale types and versions."""
    deal = subject.deals.get(row.deal)
    if row.event not in _OF_MILESTONES or deal is None or deal.process is None:
        return
    known = [milestone.id for milestone in deal.process.milestones]
    if row.milestone not in known:
        message = f'"{row.milestone}" is no milestone of {deal.process.pin}'
        near = did_you_mean(row.milestone, known)
        hint = near or f"its milestones: {', '.join(known)}"
        yield in_cell(row, "milestone", "milestone-not-in-process", message, hint, value_place(deal.process, "process"))


RULE = CheckedRule("MC305", "milestone-not-in-process", "error", __doc__, each_row(check))
