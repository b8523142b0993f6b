"""Something that is said to have happened in the future.

What
    Only `planned` rows are dated after today. A `recorded_at` is never later than today.
Why
    No report counts the row before its day, so that the deal seems to stand still. Mostly it is the wrong year.
Bad
    2062-11-21,ACME-14,achieved,proof
Good
    2026-11-21,ACME-14,achieved,proof
"""

import datetime
from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    """One day is left for clocks that are ahead of ours."""
    limit = (subject.today + datetime.timedelta(days=1)).isoformat()
    for row in subject.rows:
        if row.date > limit and row.event != "planned":
            hint = f"what is still to come is planned: milestonectl plan {row.deal} MILESTONE --date {row.date}"
            message = f"{row.event} on {row.date}, which is yet to come"
            yield in_cell(row, "date", "future-date", message, hint)
        elif row.recorded_at[:10] > limit:
            hint = "was the clock of the machine right?"
            yield in_cell(row, "recorded_at", "future-date", f"recorded on {row.recorded_at[:10]}", hint)


RULE = CheckedRule("MC330", "future-date", "warning", __doc__, check)
