"""Evidence that is older than its milestone allows.

What
    The process gives a milestone `max_age_days`, and an item of its evidence is older than that when it is achieved.
Why
    A need agreed in spring says little about a budget in autumn. Such an item does not open the gate.
Bad
    max_age_days: 60, evidence of 2026-05-04 for a milestone achieved on 2026-11-21
Good
    max_age_days: 60, evidence of 2026-11-12 for a milestone achieved on 2026-11-21
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.deals.deal import Achievement
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    for deal in subject.deals.values():
        for name, achievement in deal.achievements.items():
            milestone = deal.process.milestone(name) if deal.process else None
            if milestone is not None and milestone.evidence.max_age_days is not None:
                yield from _stale(achievement, name, milestone.evidence.max_age_days)


def _stale(achievement: Achievement, milestone: str, limit: int) -> Iterator[Problem]:
    for item in achievement.evidence:
        age = (achievement.first - item.date).days
        if age > limit:
            message = f"evidence of {milestone} is {age} days older than the milestone; at most {limit} are allowed"
            yield in_cell(item.row, "date", "stale-evidence", message, "have the buyer confirm it again")


RULE = CheckedRule("MC615", "stale-evidence", "warning", __doc__, check)
