"""A required milestone that rests on what the seller says.

What
    A required milestone asks for evidence of the level `documented` or `confirmed`.
Why
    Without evidence it is an opinion, and the gate opens to it.
Bad
    - id: qualified
      title: Customer is interested
Good
    - id: qualified
      title: Sponsor puts a cost on the problem
      evidence: {level: confirmed, kinds: [email, meeting]}
"""

from collections.abc import Iterator

from milestonectl.checks.places import key_place, name_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Place, Problem
from milestonectl.model.process import Milestone, Process


def check(process: Process) -> Iterator[Problem]:
    for milestone in process.milestones:
        if milestone.required and milestone.evidence.level == "asserted":
            message = f'nothing proves "{milestone.id}" but the word of the rep'
            hint = "ask for evidence: {level: confirmed, kinds: [...]}, or make it an indicator"
            yield Problem("seller-opinion", message, level_place(milestone), hint)


def level_place(milestone: Milestone) -> Place:
    """Where the level of the evidence stands, or else the nearest thing to it that is written."""
    if milestone.node is None or "evidence" not in milestone.node.mapping:
        return name_place(milestone.node) if milestone.node else Place("")
    evidence = milestone.node.mapping["evidence"]
    return evidence.mapping["level"].place if "level" in evidence.mapping else key_place(milestone, "evidence")


RULE = CheckedRule("MC407", "seller-opinion", "warning", __doc__, each_sound_process(check))
