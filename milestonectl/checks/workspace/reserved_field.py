"""A declared field with the name of a column that every ledger has.

What
    The names under `fields` are not those of the ledger's own columns.
Why
    One cell would have two meanings.
Bad
    fields:
      amount: {type: number}
Good
    fields:
      seats: {type: number}
"""

from collections.abc import Iterator

from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.row import COLUMNS


def check(subject: Subject) -> Iterator[Problem]:
    settings = subject.workspace.settings
    for name in settings.field_names:
        if name in COLUMNS and settings.node is not None:
            place = settings.node.key_of("fields", name)
            yield Problem("reserved-field", f'"{name}" is a column of every ledger', place, "give it another name")


RULE = CheckedRule("MC506", "reserved-field", "error", __doc__, check)
