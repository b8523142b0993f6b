"""A process that drops something which it does not inherit.

What
    `drop` lists ids of stages and milestones of the process named in `extends`.
Why
    Nothing is left out by it, although somebody believes so.
Bad
    extends: large-account
    drop: [board-review]       (large-account has no such milestone)
Good
    extends: large-account
    drop: [executives-aligned]
"""

from collections.abc import Iterator

from milestonectl.checks.lineage import parent_of
from milestonectl.checks.places import key_place, value_place
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process
from milestonectl.model.words import did_you_mean


def check(subject: Subject) -> Iterator[Problem]:
    for process in subject.processes:
        if process.node is not None and "drop" in process.node.mapping:
            yield from _unknown(process, parent_of(process, subject))


def _unknown(process: Process, parent: Process | None) -> Iterator[Problem]:
    if not process.extends:
        hint = "take drop away, or name a process in extends"
        yield Problem("unknown-drop", "there is nothing to drop: extends is missing", key_place(process, "drop"), hint)
    if process.node is None or parent is None:
        return
    known = [stage.id for stage in parent.stages] + [milestone.id for milestone in parent.milestones]
    for item in process.node.at("drop").items:
        if item.value not in known:
            hint = did_you_mean(str(item.value), known) or f"it has: {', '.join(known)}"
            message = f'{parent.name} has no "{item.value}" to drop'
            yield Problem("unknown-drop", message, item.place, hint, value_place(parent, "process"))


RULE = CheckedRule("MC208", "unknown-drop", "error", __doc__, check)
