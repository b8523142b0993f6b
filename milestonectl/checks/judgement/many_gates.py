"""More than five gates.

What
    A process has at most five stages.
Why
    Each stage ends in a gate. Beyond five the stages say what the seller does all day, not how the buyer decides.
Bad
    Lead, Contacted, Meeting, Demo, Proposal, Negotiation, Closing.
Good
    Qualify, Discover, Prove, Close.
"""

from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process

MOST = 5


def check(process: Process) -> Iterator[Problem]:
    if len(process.stages) > MOST:
        message = f"{len(process.stages)} stages and as many gates; more than {MOST} slow every deal"
        hint = "join stages that have the same objective"
        yield Problem("many-gates", message, value_place(process.stages[MOST], "id"), hint)


RULE = CheckedRule("MC403", "many-gates", "warning", __doc__, each_sound_process(check))
