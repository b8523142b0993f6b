"""A row without an id.

What
    A row that was typed by hand and not sealed yet.
Why
    Without its fingerprint nobody can tell whether it was changed, and it cannot be voided.
Bad
    ,,2026-11-21,ACME-14,achieved,proof
Good
    8c1f0d2e4a6b7c90,2026-11-21T16:03:11.000000Z,2026-11-21,ACME-14,achieved,proof
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule, each_row
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row


def check(row: Row, _subject: Subject) -> Iterator[Problem]:
    if not row.id:
        yield in_cell(row, "id", "unsealed-row", "the row is not sealed", "milestonectl seal")


RULE = CheckedRule("MC605", "unsealed-row", "warning", __doc__, each_row(check))
