"""Late logging: what has happened by now and is not on record yet.

How late achievements are recorded is learned from the two clocks, of those dated long enough ago to be complete; losses are
taken to be recorded alike. A
deal that looks as if it waited may have gone on or been lost without a record. All that may have happened unseen is summed
up: nothing (it waits), or an exit some days ago that is still unrecorded, and what followed that.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.history.hazards import Array
from milestonectl.history.scan import SETTLED, SETTLING_DAYS

LONGEST: Final = SETTLING_DAYS
"""Days after which a row is no late record but a bulk entry, which says nothing about how deals are logged."""
_SMALLEST, _FARTHEST = 1e-12, 50.0


def unrecorded(tables: pd.DataFrame) -> Array:
    """Share of what happened 0, 1, ... days ago that is not on record yet; empty when everything is recorded at once.

    Two records on the day and two after two days: half is missing after 0 and 1 days, nothing after 2.
    """
    settled = (tables["measure"] == "late") & (tables["cause"] == SETTLED) & (tables["state"] > 0)
    rows = tables[settled & (tables["days"] <= LONGEST)]
    days, count = rows["days"].to_numpy(dtype=np.int64), rows["count"].to_numpy(dtype=np.float64)
    if not (days * count).any():
        return np.zeros(0)
    by_day = np.bincount(days, weights=count, minlength=LONGEST + 1)
    missing = 1.0 - np.cumsum(by_day) / by_day.sum()
    return np.asarray(np.trim_zeros(np.where(missing > _SMALLEST, missing, 0.0), "b"), dtype=np.float64)


def nowcast(advance: Array, lost: Array, table: Array, missing: Array) -> Array:
    """Chances (..., edges, states, ages) of deals as they stand -> of deals as they are recorded, edge 0 left as it is.

    Ages are those at the beginning of the next day, as in the table. Nothing changes when nothing is missing.
    """
    if not len(missing):
        return table
    states, ages = table.shape[-2:]
    found, onward, seen = table.copy(), np.ones((*table.shape[:-2], ages)), np.ones((*advance.shape[:-2], ages))
    for state in range(states - 1, -1, -1):
        alive = _alive(advance[..., state, :] + lost[..., state, :])
        won, all_ = _unseen(advance[..., state, :], lost[..., state, :], (onward, seen), missing)
        won = won + table[..., state, _next(ages)]
        all_ = all_ + 1.0
        found[..., 1:, state, 1:] = (won / all_[..., None, :])[..., 1:, :-1]
        onward, seen = won * alive[..., None, :], all_ * alive
    return found


def _next(ages: int) -> npt.NDArray[np.int64]:
    return np.minimum(np.arange(ages) + 1, ages - 1)


def _alive(leaving: Array) -> Array:
    """Chance to be still there at the end of each age."""
    return np.asarray(np.cumprod(np.maximum(_SMALLEST, 1.0 - leaving), axis=-1), dtype=np.float64)


def _unseen(advance: Array, lost: Array, onward: tuple[Array, Array], missing: Array) -> tuple[Array, Array]:
    """What came of exits some days ago that are not on record, relative to the chance to be still there."""
    ages = advance.shape[-1]
    # In logarithms: the chance to be still there after hundreds of days may be too small for a number.
    still = np.cumsum(np.log(np.maximum(_SMALLEST, 1.0 - advance - lost)), axis=-1)
    before = np.concatenate((np.zeros((*still.shape[:-1], 1)), still[..., :-1]), axis=-1)
    won, all_ = np.zeros_like(onward[0]), np.zeros_like(advance)
    for ago, share in enumerate(missing[:ages]):
        weight = np.zeros_like(advance)
        weight[..., ago:] = share * np.exp(np.minimum(before[..., : ages - ago] - still[..., ago:], _FARTHEST))
        went, gone = weight.copy(), weight
        went[..., ago:] *= advance[..., : ages - ago]
        gone[..., ago:] *= lost[..., : ages - ago]
        won += went[..., None, :] * onward[0][..., ago, None]
        all_ += went * onward[1][..., ago, None] + gone
    return won, all_
