"""Exact distribution of the sum of deals that are won or not, each with its own amount and chance."""

from collections.abc import Iterable
from functools import reduce
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_ROUNDING = 1e-12


class Totals(NamedTuple):
    """Every total that can come out, ascending, in units, with its probability; the probabilities sum to 1."""

    units: npt.NDArray[np.int64]
    probability: npt.NDArray[np.float64]

    @property
    def mean(self) -> float:
        """Expected total in units."""
        return float(self.units @ self.probability)

    @property
    def standard_deviation(self) -> float:
        """Spread of the total in units."""
        return float(np.sqrt(max(0.0, float((self.units - self.mean) ** 2 @ self.probability))))


def totals(deals: Iterable[tuple[int, float]]) -> Totals:
    """Distribution over (amount in units, chance) deals by convolution, one deal at a time.

    50 at 0.67, 80 at 0.45, 120 at 0.30: mean 105.5, standard deviation 71.838360, 0 with probability 0.12705.
    There are at most 2^n totals and at most sum + 1: choose the unit so that the sum stays in the ten thousands.
    """
    nothing = Totals(np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.float64))
    return reduce(_with_deal, deals, nothing)


def chance_of_at_least(distribution: Totals, units: float) -> float:
    """P(total >= units): 150 or more in the example above has 0.24555."""
    return float(distribution.probability[distribution.units >= units].sum())


def total_exceeded(distribution: Totals, confidence: float) -> int:
    """The highest total with at least this probability to be reached or passed: at_least_90pct is 0 above, 10 % is 200."""
    reached = np.cumsum(distribution.probability[::-1])[::-1]
    return int(distribution.units[np.flatnonzero(reached >= confidence - _ROUNDING)[-1]])


def _with_deal(before: Totals, deal: tuple[int, float]) -> Totals:
    amount, chance = deal
    both = np.concatenate((before.units, before.units + amount))
    weights = np.concatenate((before.probability * (1.0 - chance), before.probability * chance))
    units, place = np.unique(both, return_inverse=True)
    probability = np.zeros(len(units))
    np.add.at(probability, place, weights)
    return Totals(units, probability)
