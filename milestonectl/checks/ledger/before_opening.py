"""Something that happened in a deal before it was opened.

What
    No row but a plan is dated before the `opened` row of its deal.
Why
    The days between milestones, and with them pace and forecast, are counted from the opening.
Bad
    2026-11-21,ACME-14,opened and 2026-10-02,ACME-14,achieved,qualified
Good
    2026-10-01,ACME-14,opened and 2026-10-02,ACME-14,achieved,qualified
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule, each_row
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import Row


def check(row: Row, subject: Subject) -> Iterator[Problem]:
    deal = subject.deals.get(row.deal)
    if deal is None or row.event == "planned" or row.date >= deal.opened.isoformat():
        return
    opening = next(other for other in deal.rows if other.event == "opened")
    hint = f"open the deal on the day it began: void {opening.id or 'that row'} and open it with --date {row.date}"
    message = f"{row.event} on {row.date}, but the deal was opened on {deal.opened.isoformat()}"
    yield in_cell(row, "date", "before-opening", message, hint, Place(opening.file, opening.line))


RULE = CheckedRule("MC331", "before-opening", "warning", __doc__, each_row(check))
