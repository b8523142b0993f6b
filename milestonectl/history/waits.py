"""Waits: how long open deals sit still. A wait begins with each achievement, also a repeated one, and ends with the next.

A deal whose offer was sent again is as fresh as one whose offer was sent now; counting its age from the first time would
forecast it too low, and the others too high.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from milestonectl.history.journeys import LOST, NEVER, Journeys

Days = npt.NDArray[np.int64]
OPEN, ADVANCED, LOST_THEN, CAME = 0, 1, 2, 3
RECENT_DAYS = 21


class Waits(NamedTuple):
    """One entry a wait, in the order of deals, states and days."""

    deal: npt.NDArray[np.intp]
    state: Days
    start: Days
    last: Days
    """The last age, in days, at which the deal was under watch."""
    cause: Days
    """How it ended: OPEN (still waiting, or begun anew), ADVANCED or LOST_THEN."""


def waits(found: Journeys) -> Waits:
    """Every wait of every deal."""
    deal, state, start = _starts(found)
    order = np.lexsort((start, state, deal))
    deal, state, start = deal[order], state[order], start[order]
    again = np.append((deal[1:] == deal[:-1]) & (state[1:] == state[:-1]), False)
    following = found.entered[deal, state + 1].astype(np.int64)
    advanced = following < NEVER
    end = np.where(advanced, following, found.ended[deal])
    cause = np.select([again, advanced, found.outcome[deal] == LOST], [OPEN, ADVANCED, LOST_THEN], OPEN)
    end = np.where(again, np.append(start[1:], 0) - 1, end)
    return Waits(deal, state, start, end - start, cause.astype(np.int64))


def _starts(found: Journeys) -> tuple[npt.NDArray[np.intp], Days, Days]:
    """Entries into states, and repeated achievements strictly inside them."""
    inside = (found.entered[:, :-1] < NEVER) & (np.arange(found.entered.shape[1] - 1) < found.states[:, None])
    deal, state = np.nonzero(inside)
    again, day = found.repeats.deal, found.repeats.day.astype(np.int64)
    at = (found.entered[again] < day[:, None]).sum(axis=1) - 1
    following = found.entered[again, np.minimum(at + 1, found.entered.shape[1] - 1)]
    fresh = (at >= 0) & (at < found.states[again]) & (day < np.minimum(following, found.ended[again] + 1))
    keys = np.unique(np.stack((again[fresh], at[fresh], day[fresh])), axis=1) if fresh.any() else np.zeros((3, 0), int)
    return (
        np.concatenate((deal, keys[0])).astype(np.intp),
        np.concatenate((state, keys[1])).astype(np.int64),
        np.concatenate((found.entered[deal, state].astype(np.int64), keys[2])),
    )


def recent(found: Waits, today: int, days: int = RECENT_DAYS) -> tuple[Waits, Days]:
    """The waits that were under watch in the last days, and the age at which each of them came under watch then."""
    seen = found.start + found.last > today - days
    kept = Waits(*(column[seen] for column in found))
    return kept, np.maximum(0, today - days + 1 - kept.start)


def standing(found: Journeys, rows: npt.NDArray[np.intp]) -> tuple[Days, Days]:
    """How many milestones each of these deals has reached, and the days since its last achievement."""
    state = (found.entered[rows] < NEVER).sum(axis=1) - 1
    last = found.entered.max(axis=1, initial=0, where=found.entered < NEVER)
    np.maximum.at(last, found.repeats.deal, found.repeats.day)
    return state.astype(np.int64), np.maximum(0, found.ended[rows].astype(np.int64) - last[rows])
