"""A waiver that is older than its milestone would stay valid.

What
    The process gives a milestone `valid_for_days`, and more days have passed since it was waived in an open deal.
Why
    What was not worth asking for then may be worth it now; an achievement would have to be confirmed again too.
Bad
    valid_for_days: 120, waived on 2026-05-04, the deal open on 2026-11-21
Good
    valid_for_days: 120, waived on 2026-05-04 and again on 2026-09-01
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.deals.audit import waiver_end
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    for deal in subject.deals.values():
        for waiver in deal.waivers.values():
            end = waiver_end(deal, waiver)
            if deal.outcome == "open" and end is not None and end < subject.today:
                message = f"the waiver of {waiver.milestone} ended on {end.isoformat()}"
                hint = f"milestonectl waive {deal.id} {waiver.milestone} --reason TEXT, or achieve it"
                yield in_cell(waiver, "date", "expired-waiver", message, hint)


RULE = CheckedRule("MC617", "expired-waiver", "warning", __doc__, check)
