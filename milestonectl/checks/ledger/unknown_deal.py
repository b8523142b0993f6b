"""A row about a deal that was never opened.

What
    Every deal has an `opened` row, in whatever file and order.
Why
    Without one there is no sale type and no owner, so that the row shows up nowhere.
Bad
    2026-11-21,AMCE-14,achieved,proof        (the deal is ACME-14)
Good
    2026-11-21,ACME-14,achieved,proof
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row
from milestonectl.model.words import did_you_mean

_LOOKED_UP = 200
"""Suggestions are for people: after this many nobody reads them."""


def check(subject: Subject) -> Iterator[Problem]:
    lost = [row for row in subject.rows if row.deal not in subject.deals and row.event != "voided"]
    for position, row in enumerate(lost):
        yield _problem(row, subject if position < _LOOKED_UP else None)


def _problem(row: Row, subject: Subject | None) -> Problem:
    near = did_you_mean(row.deal, subject.deals) if subject else ""
    hint = near or f"open it with: milestonectl open {row.deal} --date {row.date}"
    return in_cell(row, "deal", "unknown-deal", f'the deal "{row.deal}" was never opened', hint)


RULE = CheckedRule("MC321", "unknown-deal", "error", __doc__, check)
