"""A row whose id is not the fingerprint of what it says.

What
    `id` is worked out from the row's other cells when the row is sealed.
Why
    A cell was changed after the row was written. Rows are never edited: a correction is a `voided` row and a new one.
Bad
    The amount in a row of last month, changed by hand.
Good
    milestonectl void ID --reason "wrong amount", and the right amount logged anew.
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule, each_row
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row, fingerprint


def check(row: Row, _subject: Subject) -> Iterator[Problem]:
    if row.id and row.id != fingerprint(row):
        hint = "take the row back from git (git log -p FILE shows it), or clear id and recorded_at of a new row"
        yield in_cell(row, "id", "wrong-id", "the row was changed after it was sealed", hint)


RULE = CheckedRule("MC326", "wrong-id", "error", __doc__, each_row(check))
