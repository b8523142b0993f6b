"""A target for a time before the rep had started.

What
    The period of a target does not end before the rep's `started`.
Why
    Nobody can reach it. One of the two dates is wrong.
Bad
    started: 2026-03-01
    targets: [{period: 2025, revenue: 600000}]
Good
    started: 2026-03-01
    targets: [{period: 2026, revenue: 500000}]
"""

from collections.abc import Iterator

from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.checks.workspace.people import people_nodes, target_nodes
from milestonectl.model.period import parse_period
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    starts = subject.workspace.settings.fiscal_year_starts
    for person in people_nodes(subject.workspace.team):
        for target in target_nodes(person):
            period = parse_period(str(target.at("period").value), starts)
            started = person.text("started")
            if period is not None and started and period.end.isoformat() < started:
                message = f"{period.name} is over before {person.text('id')} started on {started}"
                hint = "correct the period or the date"
                yield Problem("late-start", message, target.place_of("period"), hint, person.place_of("started"))


RULE = CheckedRule("MC505", "late-start", "warning", __doc__, check)
