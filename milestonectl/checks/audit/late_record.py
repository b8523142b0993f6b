"""Something that was written down long after it happened.

What
    A milestone, a piece of evidence or a loss recorded more than 14 days after its date. Imported rows are left out.
Why
    What is remembered is not what was seen, and a pipeline that is filled in afterwards steers nothing.
Bad
    2026-11-20T16:03:11Z,2026-10-01,ACME-14,achieved,proof
Good
    2026-10-02T09:14:40Z,2026-10-01,ACME-14,achieved,proof
"""

from collections.abc import Iterator

from milestonectl.checks.audit.words import days_late
from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule, each_row
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row

DAYS = 14
_TOLD = frozenset({"achieved", "evidence", "lost", "waived"})


def check(row: Row, _subject: Subject) -> Iterator[Problem]:
    late = days_late(row)
    if row.event in _TOLD and not row.source and late > DAYS:
        message = f"{row.event} on {row.date} was recorded {late} days later, on {row.recorded_at[:10]}"
        yield in_cell(
            row, "date", "late-record", message, "log it on the day; an old e-mail as evidence shows the date"
        )


RULE = CheckedRule("MC611", "late-record", "warning", __doc__, each_row(check))
