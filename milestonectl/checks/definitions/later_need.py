"""A milestone that needs one of a later stage.

What
    `needs` lists milestones of the same stage or of earlier ones.
Why
    The gate of the stage waits for the milestone, and the milestone waits behind the gate: the deal cannot move on.
Bad
    needs-agreed in Discover needs proof in Prove.
Good
    proof in Prove needs needs-agreed in Discover.
"""

from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    order = {stage.id: number for number, stage in enumerate(process.stages)}
    homes = {milestone.id: (stage, milestone) for stage, milestone in process.placed()}
    for stage, milestone in process.placed():
        for number, need in enumerate(milestone.needs):
            if need in homes and order[homes[need][0].id] > order[stage.id]:
                later, needed = homes[need]
                message = f'"{need}" comes later, in the stage "{later.id}"'
                hint = f'move "{milestone.id}" to that stage, or turn the need round'
                place = value_place(milestone, "needs", number)
                yield Problem("later-need", message, place, hint, value_place(needed, "id"))


RULE = CheckedRule("MC204", "later-need", "error", __doc__, each_process(check))
