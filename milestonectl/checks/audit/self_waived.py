"""A milestone that the deal's own owner decided not to demand.

What
    `by` of a waiver is the owner of the deal, although the owner has a manager in the team.
Why
    Whoever is measured by a gate should not be the one who takes it away.
Bad
    owner: dana; 2026-11-02,ACME-14,waived,security-cleared,by dana
Good
    owner: dana; 2026-11-02,ACME-14,waived,security-cleared,by lee
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    people = subject.workspace.team.people
    for deal in subject.deals.values():
        for waiver in deal.waivers.values():
            person = people.get(waiver.by)
            if waiver.by == deal.owner and person is not None and person.manager:
                message = f"{waiver.by} waived {waiver.milestone} in a deal of their own"
                yield in_cell(waiver, "by", "self-waived", message, f"have {person.manager} decide it")


RULE = CheckedRule("MC616", "self-waived", "warning", __doc__, check)
