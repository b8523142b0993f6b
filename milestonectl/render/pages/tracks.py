"""Milestone tracks on a page: a mark a milestone, and one sentence for those who cannot see the marks."""

from collections import Counter
from typing import NamedTuple

from milestonectl.deals.gates import Mark, Progress
from milestonectl.render.marks import MARKS
from milestonectl.render.words import listed


class Tracked(NamedTuple):
    """One mark."""

    mark: Mark
    title: str
    """Milestone and state, as `Needs agreed: confirmed by the buyer`."""


def tracked(found: Progress) -> list[Tracked]:
    """The marks of a deal's required and waived milestones, in order; optional ones once they are achieved."""
    return [
        Tracked(s.mark, f"{s.milestone.title}: {MARKS[s.mark][1]}")
        for s in found.standings
        if s.milestone.required or s.achievement
    ]


def track_summary(found: Progress) -> str:
    """`2 of 5 proven: 2 confirmed by the buyer, 1 on record and 2 open`."""
    counts = Counter(one.mark for one in tracked(found))
    parts = [f"{counts[name]} {words}" for name, (_, words, _) in MARKS.items() if counts[name]]
    proven = sum(standing.proven for standing in found.required)
    return f"{proven} of {len(found.required)} proven: {listed(parts)}" if parts else "no milestones"
