"""A stage that ends without the buyer's word on the next step.

What
    The last required milestone of a stage is the buyer's or mutual.
Why
    What comes last in a stage carries the deal into the next one. If that is the seller's own act, the deal is in the
    next stage because the seller says so, and nobody at the buyer has agreed to go on.
Bad
    Discover ends with "Findings written down", side: seller.
Good
    Discover ends with "Findings agreed", side: mutual.
"""

from collections.abc import Iterator

from milestonectl.checks.places import key_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    """A stage in which only the seller acts is told about already."""
    for stage in process.stages:
        required = [milestone for milestone in stage.milestones if milestone.required]
        sides = [milestone.side for milestone in required]
        if sides and sides[-1] == "seller" and set(sides) != {"seller"}:
            message = f'the stage "{stage.id}" ends with the seller\'s own act'
            hint = "let it end with what the buyer agrees to do next"
            yield Problem("no-next-step", message, key_place(required[-1], "side"), hint)


RULE = CheckedRule("MC406", "no-next-step", "warning", __doc__, each_sound_process(check))
