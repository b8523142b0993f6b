"""The same row twice.

What
    Two lines with the same id and the same content. They count once, so that nothing is wrong but the file.
Why
    It is mostly the trace of a file that was copied or merged by hand. `milestonectl audit --repair` takes the second
    line out when its id fits it: the row itself stays.
Bad
    8c1f0d2e...,2026-11-21,ACME-14,achieved,proof
    8c1f0d2e...,2026-11-21,ACME-14,achieved,proof
Good
    8c1f0d2e...,2026-11-21,ACME-14,achieved,proof
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import COLUMNS, Row


def check(subject: Subject) -> Iterator[Problem]:
    first: dict[object, Row] = {}
    for row in sorted(subject.workspace.rows, key=lambda row: (row.file, row.line)):
        other = first.setdefault((row[: len(COLUMNS)], tuple(sorted(row.fields.items()))), row)
        if other is not row:
            hint = "they count once; milestonectl audit --repair takes out the second"
            message = "the same row stands in the ledger already" if row.id else "the same unsealed row stands twice"
            yield in_cell(row, "id", "duplicate-row", message, hint, Place(other.file, other.line))


RULE = CheckedRule("MC328", "duplicate-row", "warning", __doc__, check)
