"""A milestone of the buyer that the seller can prove alone.

What
    What the buyer does, or both agree, is proven by the buyer: the level is `confirmed`, and the kinds are not only
    such as the seller writes.
Why
    Minutes and offers exist in every deal that is lost.
Bad
    side: mutual
    evidence: {level: documented, kinds: [proposal]}
Good
    side: mutual
    evidence: {level: confirmed, kinds: [email, document]}
"""

from collections.abc import Iterator

from milestonectl.checks.judgement.seller_opinion import level_place
from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process

SELLERS_OWN = frozenset({"note", "notes", "proposal", "quote", "offer", "presentation", "demo", "call", "crm", "task"})


def check(process: Process) -> Iterator[Problem]:
    for milestone in process.milestones:
        demand = milestone.evidence
        if milestone.side == "seller" or not milestone.required:
            continue
        if demand.level == "documented":
            message = f'the rep can document "{milestone.id}" alone, although the buyer has a part in it'
            hint = "ask for level: confirmed"
            yield Problem("seller-evidence", message, level_place(milestone), hint)
        elif demand.kinds and SELLERS_OWN.issuperset(demand.kinds):
            message = f"{' and '.join(demand.kinds)} come from the seller, although the buyer has a part in this"
            hint = "add a kind that comes from the buyer, as email or document"
            yield Problem("seller-evidence", message, value_place(milestone, "evidence", "kinds"), hint)


RULE = CheckedRule("MC408", "seller-evidence", "warning", __doc__, each_sound_process(check))
