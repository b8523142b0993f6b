"""Nothing is agreed with the buyer before the deal is won.

What
    At least one required milestone before the winning one has `side: mutual`.
Why
    A contract that is the first thing both sides agree on comes as a surprise to one of them.
Bad
    Qualified (buyer), proof (buyer), contract (mutual).
Good
    Qualified (buyer), needs agreed (mutual), proof (buyer), contract (mutual).
"""

from collections.abc import Iterator
from itertools import takewhile

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    before = list(takewhile(lambda milestone: milestone.id != process.wins, process.milestones))
    if before and not any(milestone.side == "mutual" and milestone.required for milestone in before):
        message = f'nothing is agreed by both sides before "{process.wins}"'
        hint = "make one of the milestones before it mutual and required"
        yield Problem("no-agreement", message, value_place(process, "wins"), hint)


RULE = CheckedRule("MC409", "no-agreement", "warning", __doc__, each_sound_process(check))
