"""The next ask: which milestone, with which play."""

from milestonectl.deals.deal import Deal, Evidence
from milestonectl.deals.gates import Standing
from milestonectl.model.condition import ALWAYS
from milestonectl.model.process import Milestone, Play

_RIVALS = {"competitor": 0, "status quo": 1}
"""What a deal is up against. Other situations, such as a virtual meeting, are for those who are in them."""


def fitting_plays(milestone: Milestone, deal: Deal) -> tuple[Play, ...]:
    """The plays for this deal: those written for what is known of it first, then its rival: competitor or status quo."""
    fitting = [play for play in milestone.plays if play.when.holds(deal.facts) and _situation_fits(play, deal)]
    return tuple(sorted(fitting, key=lambda play: (play.when == ALWAYS, _RIVALS.get(play.situation, len(_RIVALS)))))


def _situation_fits(play: Play, deal: Deal) -> bool:
    """A play against competitors is for deals that have one."""
    return play.situation != "competitor" or "competitor" in deal.facts


def known_people(standing: Standing, deal: Deal) -> tuple[Evidence, ...]:
    """Whom at the buyer to ask: the evidence each of them gave last, those in a role that is asked for first.

    With nobody known in such a role, nobody: who has confirmed other things need not be able to confirm this.
    """
    given = [item for achievement in deal.achievements.values() for item in achievement.evidence if item.contact]
    latest = {item.contact: item for item in given}
    roles = standing.milestone.evidence.roles
    return tuple(item for item in reversed(latest.values()) if not roles or item.role in roles)
