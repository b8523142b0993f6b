"""Backtest of single deals: how sure its scores are, and what was said of deals against what came."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from milestonectl.history.backtest import ENGINE, Array, Case
from milestonectl.history.intervals import Interval, wilson_interval
from milestonectl.history.scores import ratio_interval_by_deal

RESAMPLES: Final = 400


class Uncertainty(NamedTuple):
    """80 % intervals of a method's scores. Whole deals are drawn: one that was open at many origins is one piece of evidence."""

    method: str
    brier: Interval | None
    calibration: Interval | None
    brier_above: Interval | None
    """Its Brier score less that of milestones and age on the same deals; all above zero: surely worse."""


class SaidBin(NamedTuple):
    """Forecasts of single deals with about the same chance."""

    forecasts: int
    deals: int
    """Different ones: one that is open at many origins is one piece of evidence."""
    predicted: float
    """The mean chance."""
    won: float
    """The share that was won in time."""
    interval: Interval
    """80 % interval of that share (Wilson), of as many trials as there are different deals."""


def uncertainties(found: Sequence[Case], *, seed: int = 0) -> list[Uncertainty]:
    """How sure the scores of the methods that look at deals are, in the order of the cases' methods."""
    if not found:
        return []
    deals = np.unique(np.concatenate([case.deals for case in found]), return_inverse=True)[1].astype(np.int64)
    won = np.concatenate([case.won for case in found])
    said = {method: np.concatenate([case.chances[method] for case in found]) for method in found[0].chances}
    own = (said[ENGINE] - won) ** 2

    def interval(above: Array, below: Array) -> Interval | None:
        return ratio_interval_by_deal(deals, above, below, draws=RESAMPLES, seed=seed)

    ones = np.ones(len(won))
    return [
        Uncertainty(method, interval((p - won) ** 2, ones), interval(p, won), interval((p - won) ** 2 - own, ones))
        for method, p in said.items()
    ]


def said_and_came(found: Sequence[Case], method: str, bins: int = 10) -> list[SaidBin]:
    """What a method said of single deals against what came, in bins of nearly equal count, the least likely first."""
    if not found:
        return []
    said = np.concatenate([case.chances[method] for case in found])
    won = np.concatenate([case.won for case in found])
    deals = np.concatenate([case.deals for case in found])
    edges = np.unique(np.quantile(said, np.linspace(0.0, 1.0, bins + 1)[1:-1]))
    place = np.searchsorted(edges, said, side="left")
    return [_bin(said[place == b], won[place == b], len(np.unique(deals[place == b]))) for b in np.unique(place)]


def _bin(said: Array, won: Array, deals: int) -> SaidBin:
    share = float(won.mean())
    return SaidBin(len(said), deals, float(said.mean()), share, wilson_interval(share * deals, deals))
