"""A winning milestone that is not in the last stage.

What
    `wins` names a milestone of the last stage.
Why
    A deal that is won would have stages and gates left in front of it.
Bad
    wins: proof        (the stages are Qualify, Prove and Close)
Good
    wins: contract     (in Close)
"""

from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    last = process.stages[-1]
    home = next((stage for stage, milestone in process.placed() if milestone.id == process.wins), None)
    if home is not None and home.id != last.id:
        message = f'"{process.wins}" wins the deal, but the stage "{last.id}" comes after it'
        hint = "let a milestone of the last stage win, or move it there"
        yield Problem("early-win", message, value_place(process, "wins"), hint, value_place(last, "id"))


RULE = CheckedRule("MC206", "early-win", "error", __doc__, each_process(check))
