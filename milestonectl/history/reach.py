"""Chance to reach a milestone within h days, for every state and age at once, by backward recursion.

All tables end in (states, ages): state j is a deal with j milestones achieved, age is days since the last. Axes before
those two (sale types, draws of parameters) are carried along.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def chances_by_days_left(advance: Array, lost: Array, last_step: Sequence[float] = ()) -> Iterator[Array]:
    """Yield B for 0, 1, 2, ... days left: the chance to take the last of the steps within that time.

    B[h][j, a] = advance[j, a] * (1 if j is the last state else B[h-1][j+1, 0]) + stay[j, a] * B[h-1][j, a+1]; the
    last age stands for itself and all later ones. `last_step[h-1]` multiplies the last state's chance to advance on
    the day when h days are left (end of quarter); beyond its length the factor is 1.

    Two states, advance 0.2 and lost 0.1 at all ages: B[2] is 0.04 with both steps to go and 0.34 with one. To reach
    milestone m instead of the win, pass the first m states only.
    """
    factors = iter(last_step)
    chances = np.zeros_like(advance)
    while True:
        yield chances
        today = _hastened(advance, lost, next(factors, 1.0))
        chances = today * _after_advance(chances) + (1.0 - today - lost) * _a_day_older(chances)


def chances(advance: Array, lost: Array, days: int, last_step: Sequence[float] = ()) -> Array:
    """Stack of B for 0 to `days` days left, (days + 1, ..., states, ages)."""
    return np.stack(list(islice(chances_by_days_left(advance, lost, last_step), days + 1)))


def eventual_chances(advance: Array, lost: Array) -> Array:
    """Chance to take the last step ever, (..., states, ages): 0.2 against 0.1 over two states is 4/9 and 2/3.

    The last age repeats for ever; a state that can neither advance nor be lost there never gets further.
    """
    states, ages = advance.shape[-2:]
    eventual = np.empty_like(advance)
    onward = np.ones(advance.shape[:-2])
    for state in range(states - 1, -1, -1):
        leaving = advance[..., state, -1] + lost[..., state, -1]
        share = np.divide(advance[..., state, -1], leaving, out=np.zeros_like(leaving), where=leaving > 0)
        eventual[..., state, -1] = share * onward
        for age in range(ages - 2, -1, -1):
            now, gone = advance[..., state, age], lost[..., state, age]
            eventual[..., state, age] = now * onward + (1.0 - now - gone) * eventual[..., state, age + 1]
        onward = eventual[..., state, 0]
    return eventual


def from_new_deals(from_start: Sequence[float], per_day: float) -> float:
    """Wins from deals opened at a steady rate while days run out; `from_start` is B[h][0, 0] for h = 0 .. days - 1.

    Advance 0.2 and lost 0.1, two states: 13 steps sum to 2.923495, so 2 a step bring 5.846989 wins.
    """
    return per_day * float(np.sum(np.asarray(from_start, dtype=np.float64)))


def lost_by_waiting(table: Array, state: int, age: int, days_left: int, waiting: int = 7) -> float:
    """Fall of the chance in `table` (days + 1, states, ages) if nothing happens to the deal for some days.

    B[days][j, a] less B[days - waiting][j, a + waiting]. It can be negative where older deals do better.
    """
    later = min(age + waiting, table.shape[-1] - 1)
    return float(table[days_left, state, age] - table[max(0, days_left - waiting), state, later])


def _hastened(advance: Array, lost: Array, factor: float) -> Array:
    if factor == 1.0:
        return advance
    hastened = advance.copy()
    hastened[..., -1, :] = np.minimum(advance[..., -1, :] * factor, 1.0 - lost[..., -1, :])
    return hastened


def _after_advance(chances: Array) -> Array:
    onward = np.ones_like(chances[..., :1])
    onward[..., :-1, :] = chances[..., 1:, :1]
    return onward


def _a_day_older(chances: Array) -> Array:
    return np.concatenate((chances[..., 1:], chances[..., -1:]), axis=-1)
