"""How well each rep's achievements are proven: whoever writes down evidence looks no worse for it than who does not."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.history.frame import Codes, Column, coded
from milestonectl.history.journeys import NEVER, versions_of
from milestonectl.history.past import Past
from milestonectl.history.sight import EVENT, Flags, Sight, sight
from milestonectl.model.process import EvidenceDemand, Process

Places: TypeAlias = npt.NDArray[np.intp]


class Evidenced(NamedTuple):
    """Milestones that the deals of one rep have achieved, each once."""

    achieved: int
    documented: int
    """With evidence on record of a kind that is asked for, the buyer's word or not."""
    confirmed: int
    """With such evidence that names who at the buyer gave it, in a role that is asked for."""


class _Demanded(NamedTuple):
    """What the deal's version of the process demands of each row's milestone; a flag a row."""

    kind: Flags
    """Whether the item is of a kind that is asked for, and young enough."""
    role: Flags
    """Whether it comes from one who is asked."""


def evidence_counts(past: Past) -> pd.DataFrame:
    """How many milestones of whose deals are proven how well, as a table that adds up, of the deals that were opened.

    The best item of a milestone counts, as in `deals.fold`; what another system says proves nothing, nor does an item of
    another kind, from another role, or older, than the milestone demands in the version that the deal follows.
    """
    found, seen = past.journeys, sight(past.frame, past.horizon)
    place = pd.Index(found.ids).get_indexer(pd.Index(seen.deals))[seen.deal]
    seen, place = seen.only(place >= 0), place[place >= 0]
    keys = place * max(1, len(seen.milestones)) + seen.milestone
    achieved = np.unique(keys[(seen.event == EVENT["achieved"]) & _said(seen.column("milestone"))])
    owners = found.labels["owner"].texts[achieved // max(1, len(seen.milestones))]
    proven = _levels(seen, _demanded(seen, keys, place, versions_of(found.labels, found.opened, past.processes)))
    levels = sum((np.isin(achieved, keys[flags]).astype(np.int64) for flags in proven), np.zeros(len(achieved), int))
    table = pd.DataFrame({"owner": owners.astype(object), "level": levels.astype(np.int64), "count": np.int64(1)})
    return table.groupby(["owner", "level"])["count"].sum().reset_index()


def evidenced(table: pd.DataFrame) -> dict[str, Evidenced]:
    """By owner: of three milestones one with a mail of the buyer's, one with a note: 3, 2, 1."""
    found: dict[str, Evidenced] = {}
    for owner, rows in table.groupby("owner"):
        at_least = [int(rows["count"][rows["level"] >= level].sum()) for level in range(3)]
        found[str(owner)] = Evidenced(*at_least)
    return found


def _levels(seen: Sight, demanded: _Demanded) -> tuple[Flags, Flags]:
    """Rows that document a milestone, and those of them that the buyer confirmed."""
    proves = (seen.event == EVENT["achieved"]) | (seen.event == EVENT["evidence"])
    here = ~np.asarray(seen.column("source").str.startswith("import"), dtype=bool)
    documented = proves & here & _said(seen.column("kind")) & _said(seen.column("ref")) & demanded.kind
    return documented, documented & _said(seen.column("contact")) & demanded.role


def _demanded(seen: Sight, keys: Places, place: Places, versions: tuple[Sequence[Process | None], Codes]) -> _Demanded:
    """By version and milestone, of which there are few."""
    processes, pinned = versions
    width = max(1, len(seen.milestones))
    pairs, pair = np.unique(pinned[place].astype(np.int64) * width + seen.milestone, return_inverse=True)
    demands = [_demand(processes[each // width], seen.milestones[each % width]) for each in pairs.tolist()]
    oldest = np.array([NEVER if d.max_age_days is None else d.max_age_days for d in demands], dtype=np.int64)
    young = _first_achieved(seen, keys) - seen.day <= oldest[pair]
    return _Demanded(
        _fits(seen.column("kind"), pair, [d.kinds for d in demands]) & young,
        _fits(seen.column("role"), pair, [d.roles for d in demands]),
    )


def _demand(process: Process | None, milestone: str) -> EvidenceDemand:
    found = process.milestone(milestone) if process else None
    return found.evidence if found else EvidenceDemand()


def _fits(column: Column, pair: Places, wanted: Sequence[tuple[str, ...]]) -> Flags:
    """Whether each cell is among the words that are wanted of it; where none are, any is."""
    codes, names = coded(column)
    fits = [np.isin(names, each) if each else np.ones(len(names), dtype=bool) for each in wanted]
    return np.asarray(np.array(fits).reshape(len(wanted), len(names))[pair, codes], dtype=bool)


def _first_achieved(seen: Sight, keys: Places) -> npt.NDArray[np.int64]:
    """For each row the day its milestone was first achieved; never, where it was not."""
    said = seen.event == EVENT["achieved"]
    achieved, place = np.unique(keys[said], return_inverse=True)
    first = np.full(len(achieved) + 1, NEVER, dtype=np.int64)
    np.minimum.at(first, place, seen.day[said])
    at = np.searchsorted(achieved, keys)
    there = np.append(achieved, -1)[at] == keys
    return np.where(there, first[at], NEVER)


def _said(column: Column) -> Flags:
    return np.asarray(column != "", dtype=bool)
