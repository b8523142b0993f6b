"""What a change of definitions does to open deals."""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from milestonectl.deals.deal import Deal
from milestonectl.deals.gates import progress


class Effect(NamedTuple):
    """One open deal whose gates stand differently."""

    deal: Deal
    process: str
    """The version it follows, as `renewal@2`."""
    stage_before: str
    stage_after: str
    """The ids of the stages it stands in; empty when all gates are open or there is no process."""
    lacks: tuple[str, ...]
    """Titles of milestones that it newly lacks."""
    relieved: tuple[str, ...]
    """Titles of milestones that it no longer lacks."""


def effects(before: Mapping[str, Deal], after: Mapping[str, Deal], day: datetime.date) -> list[Effect]:
    """The open deals, folded with the old and with the new definitions, that stand differently on a day."""
    found = (_effect(before[name], deal, day) for name, deal in after.items() if name in before)
    return [effect for effect in found if effect is not None]


def _effect(before: Deal, after: Deal, day: datetime.date) -> Effect | None:
    if "open" not in (before.outcome, after.outcome):
        return None
    old, new = progress(before, day), progress(after, day)
    lacked = {standing.milestone.id: standing for standing in old.remaining}
    lacking = {standing.milestone.id: standing for standing in new.remaining}
    lacks = tuple(standing.milestone.title for name, standing in lacking.items() if name not in lacked)
    relieved = tuple(standing.milestone.title for name, standing in lacked.items() if name not in lacking)
    stages = (old.stage.id if old.stage else "", new.stage.id if new.stage else "")
    if not lacks and not relieved and stages[0] == stages[1]:
        return None
    pin = after.process.pin if after.process else ""
    return Effect(after, pin, *stages, lacks, relieved)
