"""A winning milestone that does not exist.

What
    `wins` is the id of a milestone of the process.
Why
    No deal could ever be won.
Bad
    wins: signed
Good
    wins: contract
"""

from collections.abc import Iterator

from milestonectl.checks.definitions.unknown_need import near_place
from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process
from milestonectl.model.words import did_you_mean


def check(process: Process) -> Iterator[Problem]:
    known = [milestone.id for milestone in process.milestones]
    if process.wins not in known:
        hint = did_you_mean(process.wins, known) or f"the milestones: {', '.join(known)}"
        place = value_place(process, "wins")
        message = f'wins: "{process.wins}" is no milestone here'
        yield Problem("unknown-win", message, place, hint, near_place(process.wins, process))


RULE = CheckedRule("MC205", "unknown-win", "error", __doc__, each_process(check))
