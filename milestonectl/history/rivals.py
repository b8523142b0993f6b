"""Rivals of the forecast: simpler ways to say how many open deals will be won in time. They see what the forecast sees."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.history.hazards import Array
from milestonectl.history.journeys import NEVER, OPEN, WON, Journeys, Labels
from milestonectl.history.past import Past
from milestonectl.history.sums import Key, sums
from milestonectl.history.waits import standing

PSEUDO: Final = 5.0
"""How many deals what is known in general weighs."""


def open_rows(found: Journeys) -> npt.NDArray[np.intp]:
    """The places of the open deals of known sale types."""
    return np.flatnonzero((found.outcome == OPEN) & (found.states > 0))


def due_by(found: Journeys, end: str) -> Array:
    """1 for each open deal whose closing date lies on or before a day, else 0."""
    close = found.labels["close_date"].texts[open_rows(found)]
    return np.array([day <= end for day in close], dtype=np.float64)


def stage_share(found: Journeys) -> Array:
    """The fixed percentage of each open deal: the share of its milestones that it has reached."""
    rows = open_rows(found)
    state, _ = standing(found, rows)
    return state / np.maximum(1, found.states[rows])


def won_of_decided(found: Journeys) -> Array:
    """For each open deal: of past deals that reached the same milestone and were decided, the share that was won."""
    types, rows = found.sale_type.codes, open_rows(found)
    state, _ = standing(found, rows)
    reached = (found.entered[:, :-1] < NEVER) & (found.outcome != OPEN)[:, None]
    won = reached & (found.outcome == WON)[:, None]
    shape = (int(types.max(initial=0)) + 1, reached.shape[1])
    share = np.zeros(shape)
    for code in range(shape[0]):
        mine = types == code
        share[code] = (won[mine].sum(axis=0) + PSEUDO * 0.3) / (reached[mine].sum(axis=0) + PSEUDO)
    return np.asarray(share[types[rows], state], dtype=np.float64)


class SnapshotRates(NamedTuple):
    """Of past deals that stood at a milestone, the share that was won within some days."""

    won: Mapping[tuple[str, int], int]
    """Pictures of deals, by sale type and milestones reached."""
    seen: Mapping[tuple[str, int], int]

    def of(self, sale_type: str, states: int) -> Array:
        """(states): few deals are drawn towards the rate of all types and milestones."""
        overall = (sum(self.won.values()) + 1) / (sum(self.seen.values()) + 3)
        pairs = [(sale_type, state) for state in range(states)]
        won, seen = (np.array([counts.get(pair, 0) for pair in pairs], float) for counts in (self.won, self.seen))
        return np.asarray((won + PSEUDO * overall) / (seen + PSEUDO), dtype=np.float64)


def snapshot_counts(lefts: Sequence[int], past: Past) -> pd.DataFrame:
    """The pictures of some deals, as a table that adds up."""
    return pictures(lefts, past.journeys)


def pictures(lefts: Sequence[int], found: Journeys) -> pd.DataFrame:
    """Pictures of the deals of the past, taken every week.

    A line for each number of days `left`, sale type and milestones reached: how often deals stood there (`won` 0), and how
    often those were won within so many days (`won` 1).
    """
    types, width = found.sale_type, found.entered.shape[1]
    parts = []
    for left in sorted(set(lefts)):
        seen = np.zeros((2, len(types.names), width), dtype=np.int64)
        for day in range(found.today - left, int(found.opened.min(initial=found.today)), -7):
            open_then = np.flatnonzero((found.opened <= day) & (found.closed > day) & (found.states > 0))
            at = (found.entered[open_then] <= day).sum(axis=1) - 1
            came = (found.outcome[open_then] == WON) & (found.closed[open_then] <= day + left)
            np.add.at(seen[0], (types.codes[open_then], at), 1)
            np.add.at(seen[1], (types.codes[open_then][came], at[came]), 1)
        won, code, state = (place.astype(np.int64) for place in np.nonzero(seen))
        sale_type = Labels(code.astype(np.int32), types.names)
        keys: dict[str, Key] = {"left": left, "sale_type": sale_type, "state": state, "won": won}
        parts.append(sums(len(won), keys, seen[won, code, state]))
    return pd.concat(parts, ignore_index=True)


def snapshot_rates(table: pd.DataFrame, left: int) -> SnapshotRates:
    """What the pictures of all deals say of so many days."""
    rows = table[table["left"] == left]
    counts: list[dict[tuple[str, int], int]] = [{}, {}]
    for sale_type, state, won, count in rows[["sale_type", "state", "won", "count"]].itertuples(index=False, name=None):
        counts[won][sale_type, state] = count
    return SnapshotRates(counts[1], counts[0])


def snapshot_chances(found: Journeys, left: int) -> Array:
    """The snapshot rate of each open deal."""
    rows, rates = open_rows(found), snapshot_rates(pictures([left], found), left)
    state, _ = standing(found, rows)
    types = found.sale_type.at(rows)
    by_type = (
        np.stack([rates.of(name, found.entered.shape[1]) for name in types.names]) if len(rows) else np.zeros((0, 0))
    )
    return np.asarray(by_type[types.codes, state], dtype=np.float64)


def wins_of_periods_before(found: Journeys, length: int, left: int, most: int) -> list[int]:
    """Wins that came in time of the deals open as many days before the end of each period before, the latest first.

    Periods of `length` days; none that began before the first deal did. With no such period it is no win.
    """
    counted: list[int] = []
    first = int(found.opened.min(initial=found.today))
    for back in range(1, most + 1):
        day = found.today - back * length
        if day < first:
            break
        in_time = (found.closed > day) & (found.closed <= day + left) & (found.opened <= day)
        counted.append(int((in_time & (found.outcome == WON) & (found.states > 0)).sum()))
    return counted or [0]
