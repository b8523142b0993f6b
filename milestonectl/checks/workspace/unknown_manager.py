"""A rep whose manager is not in the team.

What
    `manager` is the id of somebody under `managers` or `reps`.
Why
    The rep's deals are missing from their manager's numbers.
Bad
    managers: [{id: lee, name: Lee Park}]
    reps: [{id: dana, name: Dana Fox, manager: leo}]
Good
    managers: [{id: lee, name: Lee Park}]
    reps: [{id: dana, name: Dana Fox, manager: lee}]
"""

from collections.abc import Iterator

from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.checks.workspace.people import people_nodes
from milestonectl.model.problem import Problem
from milestonectl.model.words import did_you_mean


def check(subject: Subject) -> Iterator[Problem]:
    team = subject.workspace.team
    for node in people_nodes(team):
        manager = node.text("manager")
        if manager and manager not in team.people:
            hint = did_you_mean(manager, team.people) or "add them under managers:"
            yield Problem("unknown-manager", f'"{manager}" is not in the team', node.place_of("manager"), hint)
        elif manager and manager == node.text("id"):
            hint = "name somebody else, or leave the key out"
            yield Problem("unknown-manager", f'"{manager}" cannot manage themselves', node.place_of("manager"), hint)


RULE = CheckedRule("MC501", "unknown-manager", "error", __doc__, check)
