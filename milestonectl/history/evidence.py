"""How well each rep's achievements are proven: whoever writes down evidence looks no worse for it than who does not."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from milestonectl.history.frame import Column
from milestonectl.history.past import Past
from milestonectl.history.sight import EVENT, Flags, Sight, sight


class Evidenced(NamedTuple):
    """Milestones that the deals of one rep have achieved, each once."""

    achieved: int
    documented: int
    """With evidence on record, the buyer's word or not."""
    confirmed: int
    """With evidence that names who at the buyer gave it."""


def evidence_counts(past: Past) -> pd.DataFrame:
    """How many milestones of whose deals are proven how well, as a table that adds up, of the deals that were opened.

    The best item of a milestone counts, as in `deals.fold`; what another system says proves nothing.
    """
    found, seen = past.journeys, sight(past.frame, past.horizon)
    place = pd.Index(found.ids).get_indexer(pd.Index(seen.deals))[seen.deal]
    seen, place = seen.only(place >= 0), place[place >= 0]
    keys = place * max(1, len(seen.milestones)) + seen.milestone
    achieved = np.unique(keys[(seen.event == EVENT["achieved"]) & _said(seen.column("milestone"))])
    owners = found.labels["owner"].texts[achieved // max(1, len(seen.milestones))]
    levels = sum(
        (np.isin(achieved, keys[flags]).astype(np.int64) for flags in _levels(seen)), np.zeros(len(achieved), int)
    )
    table = pd.DataFrame({"owner": owners.astype(object), "level": levels.astype(np.int64), "count": np.int64(1)})
    return table.groupby(["owner", "level"])["count"].sum().reset_index()


def evidenced(table: pd.DataFrame) -> dict[str, Evidenced]:
    """By owner: of three milestones one with a mail of the buyer's, one with a note: 3, 2, 1."""
    found: dict[str, Evidenced] = {}
    for owner, rows in table.groupby("owner"):
        at_least = [int(rows["count"][rows["level"] >= level].sum()) for level in range(3)]
        found[str(owner)] = Evidenced(*at_least)
    return found


def _levels(seen: Sight) -> tuple[Flags, Flags]:
    """Rows that document a milestone, and those of them that the buyer confirmed."""
    proves = (seen.event == EVENT["achieved"]) | (seen.event == EVENT["evidence"])
    here = ~np.asarray(seen.column("source").str.startswith("import"), dtype=bool)
    documented = proves & here & _said(seen.column("kind")) & _said(seen.column("ref"))
    return documented, documented & _said(seen.column("contact"))


def _said(column: Column) -> Flags:
    return np.asarray(column != "", dtype=bool)
