"""Where a little improvement brings most: headroom of each milestone, and its weight within the days that are left."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from milestonectl.history.reach import chances, from_new_deals

Array = npt.NDArray[np.float64]


def headroom_gains(wins: float, conversions: Sequence[float], exemplary: Sequence[float]) -> tuple[float, ...]:
    """Wins gained if one step converted as it does for the exemplary: W (c* / c - 1), for each step alone.

    10 wins at (.8, .5, .7) against (.85, .6, .72): 0.625, 2.0, 0.2857. In a chain every step has the same elasticity,
    so the headroom decides. A step already as good gains 0; one that never converts has no ratio and gains 0 too.
    """
    return tuple(
        max(0.0, wins * (best / usual - 1)) if usual > 0 else 0.0
        for usual, best in zip(conversions, exemplary, strict=True)
    )


def headroom_of_all(wins: float, conversions: Sequence[float], exemplary: Sequence[float]) -> float:
    """Wins gained if all steps improved at once; more than the sum of the single gains. 3.114286 in the example."""
    factor = 1.0
    for usual, best in zip(conversions, exemplary, strict=True):
        factor *= max(1.0, best / usual) if usual > 0 else 1.0
    return wins * (factor - 1)


def wins_by(advance: Array, lost: Array, open_deals: Array, new_per_day: float, days: int) -> float:
    """Expected wins in `days`, from daily chances, open deals and a steady flow of new ones; tables are (states, ages).

    Put amounts in place of counts and it is expected revenue. Advance .20 .15 .10, lost .05 .10 .05, open 10 6 4, one new
    a day: 1.7852 in 4 days, 6.4553 in 13.
    """
    table = chances(advance, lost, days)
    return float(np.sum(open_deals * table[days])) + from_new_deals(table[:days, 0, 0].tolist(), new_per_day)


def elasticities(
    advance: Array, lost: Array, open_deals: Array, new_per_day: float, days: int, *, step: float = 0.01
) -> tuple[float, ...]:
    """Percent more wins in `days` per percent more advances, for each state; the case above in 13 days: .206 .401 .637.

    Late in a period the last milestone weighs most, early all weigh about the same. No chance is drawn, so a step of
    one percent is free of noise.
    """
    base = wins_by(advance, lost, open_deals, new_per_day, days)
    if base <= 0:
        return (0.0,) * len(advance)
    raised = (_raised(advance, state, step) for state in range(len(advance)))
    return tuple((wins_by(more, lost, open_deals, new_per_day, days) / base - 1) / step for more in raised)


def _raised(advance: Array, state: int, step: float) -> Array:
    raised = advance.copy()
    raised[state] *= 1 + step
    return raised
