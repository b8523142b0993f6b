"""Two rows that say different things under one id.

What
    An id belongs to one content.
Why
    Only one of the two can count, and a `voided` row cannot tell which of them it means.
Bad
    A row copied in a spreadsheet, and its milestone changed, with the id left in.
Good
    The copy with `id` and `recorded_at` left empty, for `milestonectl seal` to fill in.
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import Row, cells


def check(subject: Subject) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in sorted((row for row in subject.workspace.rows if row.id), key=lambda row: (row.file, row.line)):
        other = first.setdefault(row.id, row)
        if other is not row and cells(other) != cells(row):
            hint = "clear id and recorded_at of the row that is new"
            message = f"two rows have the id {row.id}: {_differences(row, other)}"
            yield in_cell(row, "id", "shared-id", message, hint, Place(other.file, other.line))


def _differences(row: Row, other: Row) -> str:
    """Both contents, as far as they differ: `note is "seen" here and "unseen" there`."""
    here, there = cells(row), cells(other)
    differing = [name for name in (here | there) if here.get(name) != there.get(name)]
    return ", ".join(f'{name} is "{here.get(name, "")}" here and "{there.get(name, "")}" there' for name in differing)


RULE = CheckedRule("MC327", "shared-id", "error", __doc__, check)
