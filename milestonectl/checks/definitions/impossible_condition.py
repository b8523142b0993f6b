"""A condition that no deal can meet.

What
    The tests of a condition can hold together, and amounts are not negative.
Why
    The milestone or the play is never shown to anybody.
Bad
    when: {amount: {at_least: 50000, below: 25000}}
Good
    when: {amount: {at_least: 25000, below: 50000}}
"""

from collections.abc import Iterator

from milestonectl.checks.conditions import choices_of, written_conditions
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.bounds import impossible_field
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    choices = choices_of(subject)
    for process in subject.processes:
        for written in written_conditions(process):
            for number, group in enumerate(written.condition.groups):
                field = impossible_field(group, choices)
                if field:
                    place = written.field_place(number, field)
                    hint = "correct the values, or take the condition away"
                    yield Problem("impossible-condition", f"no {field} can be all of this at once", place, hint)


RULE = CheckedRule("MC212", "impossible-condition", "error", __doc__, check)
