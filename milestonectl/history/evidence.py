"""How well each rep's achievements are proven: whoever writes down evidence looks no worse for it than who does not."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from milestonectl.history.frame import Column
from milestonectl.history.journeys import Journeys
from milestonectl.history.sight import EVENT, Flags, Sight, sight


class Evidenced(NamedTuple):
    """Milestones that the deals of one rep have achieved, each once."""

    achieved: int
    documented: int
    """With evidence on record, the buyer's word or not."""
    confirmed: int
    """With evidence that names who at the buyer gave it."""


def evidenced(frame: pd.DataFrame, found: Journeys) -> dict[str, Evidenced]:
    """By owner, of the deals that were opened: of three milestones one with a mail of the buyer's, one with a note: 3, 2, 1.

    The best item of a milestone counts, as in `deals.fold`; what another system says proves nothing.
    """
    seen = sight(frame, found.horizon)
    place = pd.Index(found.ids).get_indexer(pd.Index(seen.deals))[seen.deal]
    seen, place = seen.only(place >= 0), place[place >= 0]
    keys = place * max(1, len(seen.milestones)) + seen.milestone
    achieved = np.unique(keys[(seen.event == EVENT["achieved"]) & _said(seen.column("milestone"))])
    documented, confirmed = (np.isin(achieved, keys[flags]) for flags in _levels(seen))
    owners = found.labels["owner"].codes[achieved // max(1, len(seen.milestones))]
    names = found.labels["owner"].names
    counts = [
        np.bincount(owners[flags], minlength=len(names))
        for flags in (np.ones(len(achieved), bool), documented, confirmed)
    ]
    return {str(names[owner]): Evidenced(*(int(count[owner]) for count in counts)) for owner in np.unique(owners)}


def _levels(seen: Sight) -> tuple[Flags, Flags]:
    """Rows that document a milestone, and those of them that the buyer confirmed."""
    proves = (seen.event == EVENT["achieved"]) | (seen.event == EVENT["evidence"])
    here = ~np.asarray(seen.column("source").str.startswith("import"), dtype=bool)
    documented = proves & here & _said(seen.column("kind")) & _said(seen.column("ref"))
    return documented, documented & _said(seen.column("contact"))


def _said(column: Column) -> Flags:
    return np.asarray(column != "", dtype=bool)
