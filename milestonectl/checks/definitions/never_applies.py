"""A milestone that is only for deals of another sale type.

What
    A `when` on `sale_type` admits the sale type of its own process.
Why
    The milestone never applies: every deal of this process has this sale type.
Bad
    process: renewal
    ...
    when: {sale_type: upgrade}
Good
    The milestone in the process of upgrades.
"""

from collections.abc import Iterator

from milestonectl.checks.conditions import written_conditions
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.bounds import bounds
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    for written in written_conditions(process):
        admitted = [bounds(group, {}).get("sale_type") for group in written.condition.groups]
        if all(found is not None and not found.admits(process.name) for found in admitted):
            message = f"this never applies to a {process.name}"
            hint = "take the condition away, or move what it is for to the other process"
            yield Problem("never-applies", message, written.field_place(0, "sale_type"), hint)


RULE = CheckedRule("MC214", "never-applies", "error", __doc__, each_process(check))
