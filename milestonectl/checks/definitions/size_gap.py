"""Size bands with a gap between them.

What
    Where the milestones of a stage divide deals by size, one band begins where the other ends.
Why
    A deal in the gap has neither milestone, and passes the gate without either.
Bad
    - {id: short-proof, when: {amount: {below: 25000}}}
    - {id: full-proof, when: {amount: {at_least: 50000}}}
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
        if end is not None and high.start > end:
            message = f'deals with {low.field} from {end:,} to below {high.start:,} have neither this nor "{low.milestone.id}"'
            hint = f"begin at {end}, or end the other at {high.start}"
            yield Problem("size-gap", message, high.place, hint, low.place)


RULE = CheckedRule("MC216", "size-gap", "warning", __doc__, each_process(check))
