"""Backtest in money: all that a period brings in one currency, deals included that were not opened yet, against what came."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from milestonectl.history.booked import booked
from milestonectl.history.draws import SHOCK
from milestonectl.history.hazards import Array
from milestonectl.history.journeys import WON, Journeys, day_number
from milestonectl.history.outcomes import OUTCOMES
from milestonectl.history.rivals import open_rows
from milestonectl.history.scores import covered, crps, weighted_absolute_error
from milestonectl.model.period import DAY, Period

PERIODS_BEFORE = 4


class MoneyTotal(NamedTuple):
    """What one period brought in one currency, and what each method had said, in the smallest unit."""

    currency: str
    came: float
    won: frozenset[str]
    """The deals that brought it."""
    samples: Mapping[str, Array]
    """Simulated totals by method."""

    def quantiles(self, method: str) -> tuple[float, float, float]:
        """The 80 % range of a method and, between its ends, the median."""
        low, median, high = np.quantile(self.samples[method], (0.1, 0.5, 0.9))
        return float(low), float(median), float(high)


class MoneyScore(NamedTuple):
    """How well one method did in one currency over all origins at which there was anything in it."""

    currency: str
    method: str
    origins: int
    won: int
    """Different deals that brought money."""
    crps: float
    """Of the total, as a share of the mean total that came; not a number when nothing came."""
    coverage_80: float
    """Share of origins whose total lay in the 80 % range."""
    wape: float
    """Sum of errors of the expected total over the sum that came."""


def won_in(found: Journeys, period: Period, currency: str) -> frozenset[str]:
    """The deals that brought money in a period."""
    start, end = day_number(period.start), day_number(period.end)
    inside = (found.outcome == WON) & (found.closed >= start) & (found.closed <= end) & (found.minor > 0)
    return frozenset(str(deal) for deal in found.ids[inside & (found.labels["currency"].texts == currency)])


def sums_of_open(
    then: Journeys, chances: Array, currencies: Sequence[str], *, shocked: bool, seed: int = 0
) -> Mapping[str, Array]:
    """Simulated money of the open deals by currency, each won or not by its chance; a shock may move all of them together."""
    random, rows = np.random.default_rng(seed), open_rows(then)
    luck = random.random((OUTCOMES, len(rows)))
    shock = np.exp(random.normal(0.0, SHOCK, size=(OUTCOMES, 1))) if shocked else np.ones((OUTCOMES, 1))
    won = (luck < chances * shock).astype(np.float64)
    amounts, texts = np.maximum(then.minor[rows], 0), then.labels["currency"].texts[rows]
    return {name: won @ (amounts * (texts == name)) for name in currencies}


def money_of_periods_before(then: Journeys, period: Period, currency: str) -> list[int]:
    """What the four periods of the same length before brought, the latest first; none that began before the first deal did."""
    first = int(then.opened.min(initial=then.today))
    before = [
        Period(period.start - back * period.days * DAY, period.end - back * period.days * DAY, "")
        for back in range(1, PERIODS_BEFORE + 1)
    ]
    return [booked(then, one, currency) for one in before if day_number(one.start) >= first] or [0]


def around(mean: float, before: Sequence[int], seed: int = 0) -> Array:
    """Totals around a mean that vary as those of the periods before did; one period alone says nothing of its spread."""
    spread = float(np.std(before, ddof=1)) if len(before) > 1 else 0.0
    return np.maximum(0.0, np.random.default_rng(seed).normal(mean, spread, OUTCOMES))


def money_scores(found: Sequence[Sequence[MoneyTotal]]) -> list[MoneyScore]:
    """How well each method did in each currency, of the totals of each origin; currencies by name, methods in their order."""
    every = [total for totals in found for total in totals]
    by_currency = {name: [t for t in every if t.currency == name] for name in sorted({t.currency for t in every})}
    return [_score(method, totals) for totals in by_currency.values() for method in totals[0].samples]


def _score(method: str, totals: Sequence[MoneyTotal]) -> MoneyScore:
    samples, came = [total.samples[method] for total in totals], np.array([total.came for total in totals])
    ends = np.array([np.quantile(sample, (0.1, 0.9)) for sample in samples])
    errors = [crps(sample, float(one)) for sample, one in zip(samples, came, strict=True)]
    wape = weighted_absolute_error(np.array([sample.mean() for sample in samples]), came)
    return MoneyScore(
        totals[0].currency,
        method,
        len(totals),
        len(frozenset[str]().union(*(total.won for total in totals))),
        float(np.mean(errors) / came.mean()) if came.any() else math.nan,
        covered(ends[:, 0], ends[:, 1], came),
        math.nan if wape is None else wape,
    )


def over_currencies(found: Sequence[MoneyScore], method: str) -> tuple[float, float, float] | None:
    """CRPS, coverage and WAPE of a method over all currencies, each weighted by the deals that brought it; None without any.

    Amounts are never added up, for each score is a share of its own currency: .1 with 30 deals and .4 with 10 is .175.
    """
    mine = [score for score in found if score.method == method and score.won]
    weight = sum(score.won for score in mine)
    if not weight:
        return None
    crps_, coverage, wape = (
        math.fsum(score.won * value for score, value in zip(mine, values, strict=True)) / weight
        for values in zip(*[(score.crps, score.coverage_80, score.wape) for score in mine], strict=True)
    )
    return crps_, coverage, wape
