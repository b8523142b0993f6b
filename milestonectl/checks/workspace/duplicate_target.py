"""Two targets of one person for the same period and sale type.

What
    Each period and sale type has one target a person.
Why
    They would be added up, and nobody would know.
Bad
    targets:
      - {period: 2026, revenue: 600000}
      - {period: 2026, revenue: 650000}
Good
    targets:
      - {period: 2026, revenue: 650000}
"""

from collections.abc import Iterator

from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.checks.workspace.people import people_nodes, target_nodes
from milestonectl.model.node import Node
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    for person in people_nodes(subject.workspace.team):
        first: dict[tuple[str, ...], Node] = {}
        for target in target_nodes(person):
            period = str(target.at("period").value)
            other = first.setdefault((period, target.text("sale_type"), target.text("currency")), target)
            if other is not target:
                message = f"a second target for {period} and the same sales"
                hint = "keep the one that is meant"
                place = target.place_of("period")
                yield Problem("duplicate-target", message, place, hint, other.place_of("period"))


RULE = CheckedRule("MC504", "duplicate-target", "error", __doc__, check)
