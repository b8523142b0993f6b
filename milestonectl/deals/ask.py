"""The next ask: which milestone, with which play."""

from milestonectl.deals.deal import Deal
from milestonectl.model.condition import ALWAYS
from milestonectl.model.process import Milestone, Play


def fitting_plays(milestone: Milestone, deal: Deal) -> tuple[Play, ...]:
    """The plays for this deal: those written for its situation first, the status quo last."""
    fitting = [play for play in milestone.plays if play.when.holds(deal.facts) and _situation_fits(play, deal)]
    return tuple(sorted(fitting, key=lambda play: (play.when == ALWAYS, play.situation == "status quo")))


def _situation_fits(play: Play, deal: Deal) -> bool:
    """A play against competitors is for deals that have one."""
    return play.situation != "competitor" or "competitor" in deal.facts
