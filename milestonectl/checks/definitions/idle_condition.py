"""A condition that rules nothing out.

What
    Each test of a condition excludes some deal, and so do its groups together.
Why
    It looks as if the milestone were for some deals only, but it is for all of them.
Bad
    when: {amount: {at_least: 0}}
    when: [{amount: {below: 25000}}, {amount: {at_least: 25000}}]
Good
    when: {amount: {at_least: 25000}}
"""

from collections.abc import Iterator

from milestonectl.checks.conditions import Written, choices_of, written_conditions
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.bounds import Choices, covers_everything, idle_test
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    choices = choices_of(subject)
    for process in subject.processes:
        for written in written_conditions(process):
            yield from _idle(written, choices)


def _idle(written: Written, choices: Choices) -> Iterator[Problem]:
    hint = "take it away, or correct the value"
    for number, group in enumerate(written.condition.groups):
        for test in group:
            if idle_test(test, choices):
                place = written.field_place(number, test.field)
                yield Problem("idle-condition", f"this holds for every {test.field}", place, hint)
    field = covers_everything(written.condition, choices)
    if field:
        place = written.group_place(len(written.condition.groups) - 1)
        yield Problem("idle-condition", f"together these hold for every {field}", place, hint, written.group_place(0))


RULE = CheckedRule("MC213", "idle-condition", "warning", __doc__, check)
