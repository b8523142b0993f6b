"""A winning milestone that not every deal has to reach.

What
    The milestone that `wins` names is required, and has no `when`.
Why
    A deal to which it does not apply could never be won.
Bad
    - id: contract
      when: {amount: {at_least: 10000}}
Good
    - id: contract
"""

from collections.abc import Iterator

from milestonectl.checks.places import key_place, value_place
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    milestone = process.milestone(process.wins)
    if milestone is not None and (milestone.when.groups or not milestone.required):
        key = "when" if milestone.when.groups else "required"
        fault = "applies only to some deals" if milestone.when.groups else "is optional"
        message = f'"{milestone.id}" wins the deal, but {fault}'
        hint = f"take {key} away from it"
        yield Problem("conditional-win", message, key_place(milestone, key), hint, value_place(process, "wins"))


RULE = CheckedRule("MC207", "conditional-win", "error", __doc__, each_process(check))
