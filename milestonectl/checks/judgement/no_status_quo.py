"""A required milestone with plays, but none against doing nothing.

What
    Among the plays of a required milestone is one with `situation: status quo`, without a `when`.
Why
    Most deals are not lost to a competitor but to no decision. This play is also the one that fits every deal.
Bad
    plays:
      - {situation: competitor, ask: [...]}
Good
    plays:
      - {situation: status quo, ask: [What happens if nothing changes this year?]}
      - {situation: competitor, ask: [...]}
"""

from collections.abc import Iterator

from milestonectl.checks.places import key_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    for milestone in process.milestones:
        everywhere = [play for play in milestone.plays if play.situation == "status quo" and not play.when.groups]
        if milestone.required and milestone.plays and not everywhere:
            message = f'no play for "{milestone.id}" when the buyer could just do nothing'
            hint = "add a play with situation: status quo"
            yield Problem("no-status-quo", message, key_place(milestone, "plays"), hint)


RULE = CheckedRule("MC412", "no-status-quo", "warning", __doc__, each_sound_process(check))
