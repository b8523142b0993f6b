"""Size bands that overlap.

What
    Where the milestones of a stage divide deals by size, one band ends where the other begins.
Why
    A deal in both bands has to achieve both milestones.
Bad
    - {id: short-proof, when: {amount: {below: 50000}}}
    - {id: full-proof, when: {amount: {at_least: 25000}}}
Good
    - {id: short-proof, when: {amount: {below: 25000}}}
    - {id: full-proof, when: {amount: {at_least: 25000}}}
"""

from collections.abc import Iterator

from milestonectl.checks.definitions.bands import neighbours
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    for low, high in neighbours(process):
        end = low.admitted.below
        if end is not None and high.start < end:
            message = (
                f'deals with {low.field} from {high.start:,} to below {end:,} have both this and "{low.milestone.id}"'
            )
            hint = f"begin at {end}, or end the other at {high.start}"
            yield Problem("size-overlap", message, high.place, hint, low.place)


RULE = CheckedRule("MC217", "size-overlap", "warning", __doc__, each_process(check))
