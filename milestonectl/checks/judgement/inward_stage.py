"""A stage in which only the seller acts.

What
    Each stage has a required milestone of the buyer's side or of both sides.
Why
    Its gate opens although the buyer has not moved.
Bad
    - id: prove
      milestones: [{id: proposal, title: Proposal ready, side: seller}]
Good
    - id: prove
      milestones: [{id: proof, title: Proof accepted, side: buyer}]
"""

from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    for stage in process.stages:
        required = [milestone for milestone in stage.milestones if milestone.required]
        if required and all(milestone.side == "seller" for milestone in required):
            message = f'the buyer has no part in the stage "{stage.id}"'
            hint = "end it with something that the buyer does or agrees to"
            yield Problem("inward-stage", message, value_place(stage, "id"), hint)


RULE = CheckedRule("MC405", "inward-stage", "warning", __doc__, each_sound_process(check))
