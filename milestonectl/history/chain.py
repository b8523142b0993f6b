"""The milestones that many deals are counted by: the same ones for every deal of a sale type, in order, up to the win."""

from milestonectl.model.condition import ALWAYS
from milestonectl.model.process import Milestone, Process


def counted(process: Process) -> tuple[Milestone, ...]:
    """Required milestones that apply to every deal, and at the end the one that wins it.

    Optional and conditional ones, and what follows the win, are left out: not every deal has to pass them.
    """
    milestones = process.milestones
    before = [m for m in milestones if m.required and m.when == ALWAYS and m.id != process.wins]
    win = process.milestone(process.wins)
    if win is None:
        return tuple(before)
    return (*(m for m in before if milestones.index(m) < milestones.index(win)), win)
