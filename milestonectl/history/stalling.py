"""When silence is too long: ages by which most deals that advanced had done so, set per sale type and milestone by history."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_ROUNDING = 1e-12


class StallThresholds(NamedTuple):
    """Ages by which half, 75 % and 90 % of those that advance have advanced; None if a share is never reached."""

    typical: float | None
    slow: float | None
    stalled: float | None


def advance_curve(advance: Array, lost: Array) -> tuple[Array, float]:
    """Chance to have advanced after 1, 2, ... steps of age, and to advance ever, from chances per step (ages,).

    The last age repeats for ever. Advance .30 twice, .15 four times, then .03; lost .05, .08, .06: ever 0.723189.
    """
    undecided = np.concatenate(([1.0], np.cumprod(1.0 - advance - lost)))
    curve = np.cumsum(undecided[:-1] * advance)
    leaving = float(advance[-1] + lost[-1])
    tail = float(undecided[-1] * advance[-1]) / leaving if leaving > 0 else 0.0
    return curve, float(curve[-1]) + tail


def age_advanced(advance: Array, lost: Array, share: float) -> int | None:
    """Steps of age within which this share of those that ever advance have: half in 2, 90 % in 6 in the example above."""
    curve, ever = advance_curve(advance, lost)
    reached = np.flatnonzero(curve >= share * ever - _ROUNDING) if ever > 0 else np.empty(0, dtype=np.int64)
    return int(reached[0]) + 1 if len(reached) else None


def stall_thresholds(advance: Array, lost: Array) -> StallThresholds:
    """Thresholds of one state from its chances per step of age (ages,)."""
    return StallThresholds(
        age_advanced(advance, lost, 0.5), age_advanced(advance, lost, 0.75), age_advanced(advance, lost, 0.9)
    )


def decay(win_chances: Array, age: int) -> float | None:
    """Chance to win now as a share of the chance on the day the milestone was achieved; None if that was 0.

    In the example 0.3046 of 0.7157 after 6 weeks: 0.426. `win_chances` is one row of B, (ages,).
    """
    fresh = float(win_chances[0])
    return float(win_chances[min(age, len(win_chances) - 1)]) / fresh if fresh > 0 else None
