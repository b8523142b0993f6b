"""A stage without a required milestone.

What
    Every stage has at least one milestone that is required.
Why
    Its gate is always open: deals pass through the stage without anything being true.
Bad
    - id: prove
      milestones:
        - {id: reference, title: Reference visited, required: false}
Good
    - id: prove
      milestones:
        - {id: proof, title: Proof accepted}
        - {id: reference, title: Reference visited, required: false}
"""

from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    for stage in process.stages:
        if not any(milestone.required for milestone in stage.milestones):
            message = f'nothing is required in the stage "{stage.id}"'
            hint = "require the milestone that ends it, or join it with the stage beside it"
            yield Problem("empty-gate", message, value_place(stage, "id"), hint)


RULE = CheckedRule("MC218", "empty-gate", "error", __doc__, each_process(check))
