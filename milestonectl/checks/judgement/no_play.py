"""A required milestone without a play.

What
    A required milestone has at least one play: what to ask, send and do to achieve it.
Why
    The next ask is what a rep opens the tool for. Without a play it is only a name.
Bad
    - {id: proof, title: Proof accepted}
Good
    - id: proof
      title: Proof accepted
      plays:
        - {situation: status quo, ask: [What would you need to see to accept the proof?]}
"""

from collections.abc import Iterator

from milestonectl.checks.places import key_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(process: Process) -> Iterator[Problem]:
    for milestone in process.milestones:
        if milestone.required and not any(play.ask or play.do for play in milestone.plays):
            message = f'no play says how to achieve "{milestone.id}"'
            hint = "write down what your best people ask the buyer here"
            yield Problem("no-play", message, key_place(milestone, "plays"), hint)


RULE = CheckedRule("MC411", "no-play", "warning", __doc__, each_sound_process(check))
