"""How good forecasts were: scores of probabilities, of ranges and of simulated totals.

Brier, log loss and CRPS are proper: nobody gains by saying other than what he believes (Gneiting and Raftery, JASA 102, 2007).
Lower is better throughout, except for skill.
"""

import functools
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from milestonectl.history.intervals import Interval

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

_SUREST = 1e-6


class Calibration(NamedTuple):
    """Predicted against actual wins: z in standard deviations (None if nothing was uncertain), ratio predicted / actual."""

    z: float | None
    ratio: float | None


class ReliabilityBin(NamedTuple):
    """Deals of similar predicted chance: how many, the mean chance, the share that won."""

    deals: int
    predicted: float
    won: float


def brier(chance: Array, won: Array) -> float:
    """Mean squared error: chances .9 .7 .3 .2 with outcomes 1 0 0 1 score 0.3075."""
    return float(np.mean((chance - won) ** 2))


def log_loss(chance: Array, won: Array) -> float:
    """Mean -log of the chance given to what happened, no chance taken as surer than 1e-6: 0.818862 in the same example."""
    safe = np.clip(chance, _SUREST, 1.0 - _SUREST)
    return float(-np.mean(won * np.log(safe) + (1.0 - won) * np.log1p(-safe)))


def skill(chance: Array, won: Array) -> float | None:
    """Share of the Brier score of the overall win rate that is saved; None if all outcomes are alike. -0.23 above."""
    rate = float(np.mean(won))
    return 1.0 - brier(chance, won) / (rate * (1.0 - rate)) if 0.0 < rate < 1.0 else None


def calibration(chance: Array, won: Array) -> Calibration:
    """Whether the sum of chances fits the sum of wins: z = -0.122169 and ratio 1.05 in the same example."""
    variance = float(np.sum(chance * (1.0 - chance)))
    predicted, actual = float(np.sum(chance)), float(np.sum(won))
    z = (actual - predicted) / variance**0.5 if variance > 0 else None
    return Calibration(z, predicted / actual if actual > 0 else None)


def reliability(chance: Array, won: Array, bins: int = 10) -> tuple[ReliabilityBin, ...]:
    """Predicted against observed in bins of nearly equal count; deals of one chance share a bin."""
    edges = np.unique(np.quantile(chance, np.linspace(0.0, 1.0, bins + 1)[1:-1]))
    place = np.searchsorted(edges, chance, side="left")
    groups = (place == b for b in np.unique(place))
    return tuple(ReliabilityBin(int(g.sum()), float(chance[g].mean()), float(won[g].mean())) for g in groups)


def crps(sample: Array, actual: float) -> float:
    """Continuous ranked probability score of a simulated total: 90 110 150 200 250 against 160 is 19.2.

    2/m^2 sum (x_i - y) (m 1{y < x_i} - i + 1/2) over the sorted sample; in the unit of the sample.
    """
    ordered, count = np.sort(sample), len(sample)
    weight = count * (actual < ordered) - np.arange(1, count + 1) + 0.5
    return float(2.0 / count**2 * np.sum((ordered - actual) * weight))


def pinball(quantile: float, actual: float, level: float) -> float:
    """Loss of a quantile forecast: 90 at level .1 against 160 loses 7, 250 at level .9 loses 9."""
    return max(level * (actual - quantile), (level - 1.0) * (actual - quantile))


def interval_score(interval: Interval, actual: float, coverage: float = 0.8) -> float:
    """Width plus 2 / (1 - coverage) times the miss: 90 to 250 scores 160 against 160 and 360 against 270."""
    miss = max(interval.low - actual, actual - interval.high, 0.0)
    return interval.high - interval.low + 2.0 / (1.0 - coverage) * miss


def covered(low: Array, high: Array, actual: Array) -> float:
    """Share of actual values within their ranges, ends included."""
    return float(np.mean((low <= actual) & (actual <= high)))


def probability_integral_transform(sample: Array, actual: float) -> float:
    """Share of the sample below the actual value, ties counted half; even between 0 and 1 if forecasts are honest."""
    return float(np.mean(sample < actual) + 0.5 * np.mean(sample == actual))


def weighted_absolute_error(forecast: Array, actual: Array) -> float | None:
    """WAPE, sum |e| / sum |y|: actual 100 200 150 against 120 150 150 is 0.155556. None if nothing came in."""
    total = float(np.sum(np.abs(actual)))
    return float(np.sum(np.abs(forecast - actual))) / total if total > 0 else None


def ratio_interval_by_deal(
    deal: Counts, numerator: Array, denominator: Array, *, confidence: float = 0.8, draws: int = 1000, seed: int = 0
) -> Interval | None:
    """Bootstrap interval of sum(numerator) / sum(denominator), drawing whole deals and not rows.

    A deal that is open at many origins is one piece of evidence. Squared errors over ones give an interval of the
    Brier score, chances over wins one of the calibration ratio. None if no draw had a positive denominator.
    """
    _, place = np.unique(deal, return_inverse=True)
    above, below = np.bincount(place, weights=numerator), np.bincount(place, weights=denominator)
    both = np.stack((above, below), axis=1)
    sums = np.array([weights.astype(np.float64) @ both for weights in _resamples(len(above), draws, seed)])
    usable = sums[sums[:, 1] > 0]
    if not len(usable):
        return None
    tail = (1.0 - confidence) / 2.0
    low, high = np.quantile(usable[:, 0] / usable[:, 1], (tail, 1.0 - tail))
    return Interval(float(low), float(high))


@functools.lru_cache(maxsize=1)
def _resamples(count: int, draws: int, seed: int) -> npt.NDArray[np.uint16]:
    """(draws, count): how often each of `count` things is drawn. Kept, for all measures of a backtest ask for the same."""
    random = np.random.default_rng(seed)
    found = np.empty((draws, count), dtype=np.uint16)
    for row in found:
        row[:] = np.bincount(random.integers(count, size=count), minlength=count)
    return found
