"""Two people with one id, or with one e-mail address.

What
    An id stands once in `team.yaml`, managers and reps together; so does an address.
Why
    What one of them sells would count for the other.
Bad
    reps:
      - {id: dana, name: Dana Fox}
      - {id: dana, name: Dana Hill}
Good
    reps:
      - {id: dana-fox, name: Dana Fox}
      - {id: dana-hill, name: Dana Hill}
"""

from collections.abc import Iterator

from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.checks.workspace.people import people_nodes
from milestonectl.model.node import Node
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    first: dict[tuple[str, str], Node] = {}
    for node in people_nodes(subject.workspace.team):
        for key in ("id", "email"):
            value = node.text(key).casefold()
            other = first.setdefault((key, value), node)
            if value and other is not node:
                message = f'the {key} "{node.text(key)}" belongs to somebody else already'
                hint = "give one of them another"
                yield Problem("duplicate-person", message, node.place_of(key), hint, other.place_of(key))


RULE = CheckedRule("MC502", "duplicate-person", "error", __doc__, check)
