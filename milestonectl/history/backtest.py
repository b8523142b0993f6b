"""Backtest: what the forecast would have said in the past, with what was recorded then, against what happened.

At each origin everything is learned again from the rows of that time. Deals count when they were open then; what became of
them by the end of the period is read from the rows of today. Rivals see the same.
"""

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from milestonectl.history.engine import engines
from milestonectl.history.forecast import forecast
from milestonectl.history.intervals import Interval
from milestonectl.history.journeys import WON, Journeys, day_number
from milestonectl.history.rivals import (
    due_by,
    open_rows,
    snapshot_chances,
    stage_share,
    wins_of_periods_before,
    won_of_decided,
)
from milestonectl.history.scan import counts
from milestonectl.history.scores import brier, crps, ratio_interval_by_deal, weighted_absolute_error
from milestonectl.model.period import DAY, Period, quarter_of
from milestonectl.model.process import Process

Array = npt.NDArray[np.float64]
OFFSETS: Final = (0, 30, 60)
"""Days of a quarter on which a forecast is made."""
FEWEST_ORIGINS = 6
ENGINE, SNAPSHOT = "milestones and age", "snapshot rate"
LAST, MEAN_OF_FOUR = "last period", "mean of four periods"
RESAMPLES: Final = 400


class Origin(NamedTuple):
    """A day in the past from which a period was forecast."""

    day: datetime.date
    period: Period


class Case(NamedTuple):
    """The deals that were open at an origin."""

    origin: Origin
    deals: tuple[str, ...]
    won: Array
    """1 for those that were won by the end of the period."""
    chances: Mapping[str, Array]
    """What each method said of each deal."""
    wins: Mapping[str, float]
    """What methods that look at no deal said of the number of wins."""


class Score(NamedTuple):
    """How well one method did over all origins."""

    method: str
    brier: float
    """Not a number for a method that looks at no deal."""
    calibration: float
    """Wins it expected over wins that came."""
    crps: float
    """Of the number of wins at each origin, as a share of the mean number."""
    coverage_80: float
    """Share of origins whose wins lay in the 80 % range; for the rounding of whole numbers a little more is right."""
    wape: float
    """Sum of errors in wins over the sum of wins."""


class Uncertainty(NamedTuple):
    """80 % intervals of a method's scores. Whole deals are drawn: one that was open at many origins is one piece of evidence."""

    method: str
    brier: Interval | None
    calibration: Interval | None
    brier_above: Interval | None
    """Its Brier score less that of milestones and age on the same deals; all above zero: surely worse."""


SeenBy = Callable[[datetime.date], Journeys]


def origins(first: datetime.date, last: datetime.date, fiscal_year_starts: int, most: int) -> list[Origin]:
    """Days 0, 30 and 60 of each quarter that has ended, the latest ones; history must be a quarter old by then."""
    found: list[Origin] = []
    period = quarter_of(last, fiscal_year_starts)
    if period.end > last:
        period = quarter_of(period.start - DAY, fiscal_year_starts)
    while period.start > first + 90 * DAY and len(found) < most:
        found += [Origin(period.start + offset * DAY, period) for offset in reversed(OFFSETS)]
        period = quarter_of(period.start - DAY, fiscal_year_starts)
    return sorted(found[:most])


def cases(
    every: Sequence[Origin], seen_by: SeenBy, processes: Callable[[datetime.date], Mapping[str, Process]], now: Journeys
) -> list[Case]:
    """What each method said at each origin, and what came of it."""
    found = (_case(origin, seen_by(origin.day), processes(origin.day), now) for origin in every)
    return [case for case in found if len(case.deals)]


def _case(origin: Origin, then: Journeys, processes: Mapping[str, Process], now: Journeys) -> Case:
    end = day_number(origin.period.end)
    left = end - day_number(origin.day)
    won = set(now.ids[(now.outcome == WON) & (now.closed <= end)])
    said = forecast(then, engines(counts(then), processes), [origin.period])
    due = due_by(then, origin.period.end.isoformat())
    chances = {
        ENGINE: np.array([deal.by_end[0] for deal in said.deals]),
        SNAPSHOT: snapshot_chances(then, left),
        "won of decided, if due": won_of_decided(then) * due,
        "fixed stage share, if due": stage_share(then) * due,
    }
    before = wins_of_periods_before(then, end - day_number(origin.period.start) + 1, left, 4)
    wins = {LAST: float(before[0]), MEAN_OF_FOUR: float(np.mean(before))}
    ids = tuple(str(deal) for deal in then.ids[open_rows(then)])
    return Case(origin, ids, np.array([deal in won for deal in ids], dtype=np.float64), chances, wins)


def scores(found: Sequence[Case], *, seed: int = 0) -> list[Score]:
    """How well each method did; the best Brier score first, methods that look at no deal last."""
    if not found:
        return []
    by_deal = [_score(method, found, np.random.default_rng(seed)) for method in found[0].chances]
    by_number = [_score_of_wins(method, found, np.random.default_rng(seed)) for method in found[0].wins]
    return [*sorted(by_deal, key=lambda score: score.brier), *by_number]


def _score(method: str, found: Sequence[Case], random: np.random.Generator) -> Score:
    said = [case.chances[method] for case in found]
    totals = [(random.random((1000, len(p))) < p).sum(axis=1).astype(np.float64) for p in said]
    expected = np.array([p.sum() for p in said])
    score = brier(np.concatenate(said), np.concatenate([case.won for case in found]))
    return _of_totals(method, found, expected, totals)._replace(brier=score)


def _score_of_wins(method: str, found: Sequence[Case], random: np.random.Generator) -> Score:
    """A method that only says how many wins: they vary around it as independent events do (Poisson)."""
    expected = np.array([case.wins[method] for case in found])
    return _of_totals(method, found, expected, [random.poisson(mean, 1000).astype(np.float64) for mean in expected])


def _of_totals(method: str, found: Sequence[Case], expected: Array, totals: Sequence[Array]) -> Score:
    actual = np.array([case.won.sum() for case in found])
    pairs = list(zip(totals, actual, strict=True))
    inside = [np.quantile(total, 0.1) <= won <= np.quantile(total, 0.9) for total, won in pairs]
    ranked = [crps(total, float(won)) for total, won in pairs]
    return Score(
        method,
        math.nan,
        float(expected.sum() / actual.sum()) if actual.any() else math.nan,
        float(np.mean(ranked) / actual.mean()) if actual.any() else math.nan,
        float(np.mean(inside)),
        _or_nan(weighted_absolute_error(expected, actual)),
    )


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


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


def chosen(found: Sequence[Score], cases: int) -> str:
    """The method to trust: the engine, unless the snapshot rate did better over six origins or more.

    Better means closer both to each deal and to the number of wins; one of the two alone is no reason to change.
    """
    by_name = {score.method: score for score in found}
    if cases < FEWEST_ORIGINS or ENGINE not in by_name:
        return ENGINE
    rival, own = by_name[SNAPSHOT], by_name[ENGINE]
    return SNAPSHOT if rival.crps < own.crps and rival.brier < own.brier else ENGINE
