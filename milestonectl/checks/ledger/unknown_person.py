"""A row that names somebody whom the team does not know.

What
    `owner` and `by` are ids of `team.yaml`. A workspace without a team, and rows that another system wrote, are left
    alone.
Why
    The deal counts for nobody's target.
Bad
    by: dan
Good
    by: dana
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule, each_row
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row
from milestonectl.model.words import did_you_mean


def check(row: Row, subject: Subject) -> Iterator[Problem]:
    people = subject.workspace.team.people
    if not people or row.source:
        return
    for column, person in (("owner", row.owner), ("by", row.by)):
        if person and person not in people:
            hint = did_you_mean(person, people) or "add them to team.yaml"
            yield in_cell(row, column, "unknown-person", f'{column}: "{person}" is not in team.yaml', hint)


RULE = CheckedRule("MC322", "unknown-person", "error", __doc__, each_row(check))
