"""More milestones in a stage than people can keep in mind.

What
    A stage has at most four milestones.
Why
    A milestone tells the rep what comes next. With many of them in one stage nothing comes next, and deals dam up in
    front of the gate.
Bad
    A stage Prove with demonstration, reference call, trial, security, legal and price.
Good
    A stage Prove with trial and security; the rest become indicators, or a stage of their own.
"""

from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process

MOST = 4


def check(process: Process) -> Iterator[Problem]:
    for stage in process.stages:
        if len(stage.milestones) > MOST:
            message = f"{len(stage.milestones)} milestones in one stage; more than {MOST} hide what comes next"
            hint = "turn the small ones into indicators, or divide the stage"
            yield Problem("crowded-stage", message, value_place(stage, "id"), hint)


RULE = CheckedRule("MC401", "crowded-stage", "warning", __doc__, each_sound_process(check))
