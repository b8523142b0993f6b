"""Many milestones written down just before a period ends.

What
    Ten or more milestones that one person recorded in the last three days of a quarter, when that is more than half of
    what they recorded in the whole quarter. Imported rows are left out.
Why
    Milestones are reached all through a quarter. Entered in one sitting before the review, they answer the review.
Bad
    14 milestones recorded by dana from 29 to 31 December, 6 in all the weeks before
Good
    14 milestones recorded by dana from 29 to 31 December, 40 in all the weeks before
"""

import datetime
from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.period import quarter_of
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row

MANY = 10
LAST_DAYS = 3


def check(subject: Subject) -> Iterator[Problem]:
    for rows in _by_person_and_quarter(subject).values():
        ends = [row for row in rows if _is_at_the_end(row, subject)]
        if len(ends) >= MANY and 2 * len(ends) > len(rows):
            message = f"{ends[0].by} recorded {len(ends)} of the quarter's {len(rows)} milestones in its last {LAST_DAYS} days"
            yield in_cell(ends[0], "recorded_at", "bulk-record", message, "ask for the evidence of each of them")


def _by_person_and_quarter(subject: Subject) -> dict[tuple[str, datetime.date], list[Row]]:
    grouped: dict[tuple[str, datetime.date], list[Row]] = {}
    for row in subject.rows:
        if row.event == "achieved" and row.recorded_at and not row.source:
            grouped.setdefault((row.by, _quarter_end(row, subject)), []).append(row)
    return grouped


def _quarter_end(row: Row, subject: Subject) -> datetime.date:
    return quarter_of(_recorded(row), subject.workspace.settings.fiscal_year_starts).end


def _is_at_the_end(row: Row, subject: Subject) -> bool:
    return (_quarter_end(row, subject) - _recorded(row)).days < LAST_DAYS


def _recorded(row: Row) -> datetime.date:
    return datetime.date.fromisoformat(row.recorded_at[:10])


RULE = CheckedRule("MC612", "bulk-record", "warning", __doc__, check)
