"""A process in which the buyer does nothing.

What
    At least one required milestone is the buyer's own: `side: buyer`.
Why
    What the seller does can always be done; it says nothing about whether the buyer will buy.
Bad
    Every milestone has side: seller or side: mutual.
Good
    - id: proof
      side: buyer
"""

from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    if not any(milestone.side == "buyer" and milestone.required for milestone in process.milestones):
        message = "no required milestone is the buyer's own"
        hint = "add something that only the buyer can do, with side: buyer"
        yield Problem("inward-process", message, value_place(process, "process"), hint)


RULE = CheckedRule("MC404", "inward-process", "warning", __doc__, each_sound_process(check))
