"""A stage without an objective.

What
    Each stage says in `objective` what is true when it is done.
Why
    A name such as Discover means something else to everybody. The objective is what the gate is about.
Bad
    - id: discover
      title: Discover
Good
    - id: discover
      title: Discover
      objective: Need and requirements agreed with the buyer
"""

from collections.abc import Iterator

from milestonectl.checks.places import key_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    for stage in process.stages:
        if not stage.objective.strip():
            message = f'the stage "{stage.id}" has no objective'
            hint = "say in one sentence what is true when the stage is done"
            yield Problem("no-objective", message, key_place(stage, "objective"), hint)


RULE = CheckedRule("MC417", "no-objective", "warning", __doc__, each_sound_process(check))
