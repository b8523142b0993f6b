"""More milestones in a process than a sale has significant events.

What
    A process has at most ten milestones, eight of them required.
Why
    A milestone is a significant event. When everything is one, reps log what is easy, and the count says nothing.
Bad
    Fourteen milestones from the first call to the invoice.
Good
    Two to five that the buyer would name as well, and a few more for large sums.
"""

from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process

MOST = 10
MOST_REQUIRED = 8


def check(process: Process) -> Iterator[Problem]:
    required = sum(milestone.required for milestone in process.milestones)
    if len(process.milestones) > MOST or required > MOST_REQUIRED:
        message = (
            f"{len(process.milestones)} milestones, {required} of them required; {MOST} and {MOST_REQUIRED} are many"
        )
        hint = "keep those that the buyer would call important; the rest are indicators"
        yield Problem("crowded-process", message, value_place(process, "process"), hint)


RULE = CheckedRule("MC402", "crowded-process", "warning", __doc__, each_sound_process(check))
