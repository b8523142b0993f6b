"""Rivals of the forecast: simpler ways to say how many open deals will be won in time. They see what the forecast sees."""

from typing import Final

import numpy as np
import numpy.typing as npt

from milestonectl.history.hazards import Array
from milestonectl.history.journeys import NEVER, OPEN, WON, Journeys
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


def snapshot_rates(found: Journeys, left: int) -> Array:
    """(sale types, states): of past deals that stood at the same milestone, the share won within the next `left` days.

    Past snapshots are taken every week. Few deals are drawn towards the rate of all types and milestones.
    """
    types, width = found.sale_type.codes, found.entered.shape[1] - 1
    shape = (int(types.max(initial=0)) + 1, width)
    won, seen = np.zeros(shape), np.zeros(shape)
    for day in range(found.today - left, int(found.opened.min(initial=found.today)), -7):
        open_then = (found.opened <= day) & (found.closed > day) & (found.states > 0)
        at = (found.entered[open_then] <= day).sum(axis=1) - 1
        np.add.at(seen, (types[open_then], at), 1.0)
        came = (found.outcome[open_then] == WON) & (found.closed[open_then] <= day + left)
        np.add.at(won, (types[open_then][came], at[came]), 1.0)
    overall = (won.sum() + 1) / (seen.sum() + 3)
    return np.asarray((won + PSEUDO * overall) / (seen + PSEUDO), dtype=np.float64)


def snapshot_chances(found: Journeys, left: int) -> Array:
    """The snapshot rate of each open deal."""
    rows = open_rows(found)
    state, _ = standing(found, rows)
    return np.asarray(snapshot_rates(found, left)[found.sale_type.codes[rows], state], dtype=np.float64)


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
