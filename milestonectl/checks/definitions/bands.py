"""Milestones of one stage that divide deals by size."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from milestonectl.model.bounds import Bounds, bounds
from milestonectl.model.problem import Place
from milestonectl.model.process import Milestone, Process


class Band(NamedTuple):
    """A milestone that is for deals from one size up to another."""

    milestone: Milestone
    field: str
    admitted: Bounds

    @property
    def start(self) -> Decimal:
        """The smallest size."""
        return self.admitted.at_least or Decimal(0)

    @property
    def place(self) -> Place:
        """Where its condition names the field."""
        node = self.milestone.node
        return node.key_of("when", self.field) if node else Place("")


def neighbours(process: Process) -> Iterator[tuple[Band, Band]]:
    """Each band that ends somewhere, with the one that begins next.

    Milestones which all begin somewhere and never end are no bands: they are more and more demands on larger deals.
    """
    for stage in process.stages:
        bands = [band for milestone in stage.milestones for band in _band(milestone)]
        for field in dict.fromkeys(band.field for band in bands):
            ordered = sorted((band for band in bands if band.field == field), key=lambda band: band.start)
            yield from ((low, high) for low, high in pairwise(ordered) if low.admitted.below is not None)


def _band(milestone: Milestone) -> list[Band]:
    """The band of a milestone whose condition is about the size of one number and nothing else."""
    groups = milestone.when.groups
    fields = {test.field for group in groups for test in group}
    if len(groups) != 1 or len(fields) != 1:
        return []
    field = fields.pop()
    admitted = bounds(groups[0], {})[field]
    sized = any(test.operator in ("at_least", "below") for test in groups[0]) and admitted.only is None
    return [Band(milestone, field, admitted)] if sized and not admitted.empty else []
