"""A milestone that lapses before the next one can usually be reached.

What
    `valid_for_days` is not shorter than the `typical_days` of the next required milestone.
Why
    The gate would shut again in most deals before they come to the next one.
Bad
    - {id: needs-agreed, valid_for_days: 7}
    - {id: proof, typical_days: 21}
Good
    - {id: needs-agreed, valid_for_days: 120}
    - {id: proof, typical_days: 21}
"""

from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    for number, milestone in enumerate(process.milestones):
        following = next((later for later in process.milestones[number + 1 :] if later.required), None)
        if following is None or milestone.valid_for_days is None or following.typical_days is None:
            continue
        if milestone.valid_for_days < following.typical_days:
            message = (
                f"it lapses after {milestone.valid_for_days} days, but the next one takes {following.typical_days}"
            )
            place = value_place(milestone, "valid_for_days")
            hint = "let it stand longer"
            yield Problem("short-validity", message, place, hint, value_place(following, "typical_days"))


RULE = CheckedRule("MC219", "short-validity", "warning", __doc__, each_process(check))
