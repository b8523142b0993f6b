"""A milestone that needs one which may not apply when it does.

What
    Whenever a milestone applies, so do those that it needs.
Why
    For some deals the need is passed over: the order that was meant is not kept.
Bad
    - id: security-cleared
      when: {amount: {at_least: 100000}}
    - id: contract
      needs: [security-cleared]
Good
    - id: contract
      needs: [proof]            (the gate waits for security-cleared anyway, where it applies)
"""

from collections.abc import Iterator

from milestonectl.checks.conditions import choices_of
from milestonectl.checks.places import key_place, value_place
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.bounds import implies
from milestonectl.model.condition import describe
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    choices = choices_of(subject)
    for process in subject.processes:
        for milestone in process.milestones:
            for number, need in enumerate(milestone.needs):
                needed = process.milestone(need)
                if needed is not None and not implies(milestone.when, needed.when, choices):
                    message = f'"{need}" applies only to deals with {describe(needed.when)}'
                    hint = "need something that always applies, or give both the same when"
                    place = value_place(milestone, "needs", number)
                    yield Problem("conditional-need", message, place, hint, key_place(needed, "when"))


RULE = CheckedRule("MC215", "conditional-need", "warning", __doc__, check)
