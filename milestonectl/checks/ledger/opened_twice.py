"""A deal that was opened more than once.

What
    A deal has one `opened` row. What changes later is a `changed` row; a lost deal that comes back is `reopened`.
Why
    Two sales under one name: their milestones would be counted together.
Bad
    Two reps who both open ACME-14 on their own branches.
Good
    ACME-14 and ACME-15, one of the two `opened` rows voided.
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import Row


def check(subject: Subject) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in subject.rows:
        if row.event == "opened":
            other = first.setdefault(row.deal, row)
            if other is not row:
                hint = "void one of the two rows, or open the other sale under a name of its own"
                message = f'the deal "{row.deal}" was opened already, on {other.date}'
                yield in_cell(row, "event", "opened-twice", message, hint, Place(other.file, other.line))


RULE = CheckedRule("MC332", "opened-twice", "error", __doc__, check)
