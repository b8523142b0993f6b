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

from milestonectl.history.backtest_money import (
    MoneyScore,
    MoneyTotal,
    around,
    money_of_periods_before,
    over_currencies,
    sums_of_open,
    won_in,
)
from milestonectl.history.book import book_of
from milestonectl.history.booked import booked
from milestonectl.history.engine import engines
from milestonectl.history.forecast import Learned, simulated
from milestonectl.history.journeys import WON, Journeys, day_number
from milestonectl.history.outcomes import Outcome
from milestonectl.history.rivals import (
    due_by,
    open_rows,
    snapshot_chances,
    stage_share,
    wins_of_periods_before,
    won_of_decided,
)
from milestonectl.history.scan import engine_counts
from milestonectl.history.scores import crps, weighted_absolute_error
from milestonectl.model.period import DAY, Period, quarter_of
from milestonectl.model.process import Process

Array = npt.NDArray[np.float64]
OFFSETS: Final = (0, 30, 60)
"""Days of a quarter on which a forecast is made."""
FEWEST_ORIGINS = 6
ENGINE, SNAPSHOT = "milestones and age", "snapshot rate"
LAST, MEAN_OF_FOUR = "last period", "mean of four periods"
SAMPLES: Final = 1000


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
    totals: Sequence[MoneyTotal] = ()
    """The money of the whole period, by currency."""


class Said(NamedTuple):
    """What a method said of the deals of one origin, those of the same chance together."""

    chance: Array
    deals: Array
    won: Array
    """How many of them."""


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


def _came(origin: Origin, then: Journeys, now: Journeys) -> tuple[tuple[str, ...], Array]:
    """The deals that were open, and 1 for those that were won by the end of the period."""
    won = set(now.ids[(now.outcome == WON) & (now.closed <= day_number(origin.period.end))])
    ids = tuple(str(deal) for deal in then.ids[open_rows(then)])
    return ids, np.array([deal in won for deal in ids], dtype=np.float64)


def _case(origin: Origin, then: Journeys, processes: Mapping[str, Process], now: Journeys) -> Case:
    end = day_number(origin.period.end)
    left = end - day_number(origin.day)
    book = book_of(then, origin.period.start)
    said, outcomes = simulated(book, Learned(engines(engine_counts(then), processes), book), [origin.period])
    due = due_by(then, origin.period.end.isoformat())
    chances = {
        ENGINE: np.array([deal.by_end[0] for deal in said.deals]),
        SNAPSHOT: snapshot_chances(then, left),
        "won of decided, if due": won_of_decided(then) * due,
        "fixed stage share, if due": stage_share(then) * due,
    }
    before = wins_of_periods_before(then, end - day_number(origin.period.start) + 1, left, 4)
    wins = {LAST: float(before[0]), MEAN_OF_FOUR: float(np.mean(before))}
    totals = _totals(then, now, origin.period, chances, outcomes)
    return Case(origin, *_came(origin, then, now), chances, wins, totals)


def _totals(
    then: Journeys, now: Journeys, period: Period, chances: Mapping[str, Array], outcomes: Sequence[Outcome]
) -> tuple[MoneyTotal, ...]:
    """What each method said of the money of the whole period, and what came; currencies without either are left out.

    Milestones and age, and the snapshot rate, count what is booked, open and new, as `forecast` does with either of them.
    The fixed shares count what is booked and open, as they are used. The rest say what periods before brought.
    """
    own = {one.currency: one for one in outcomes}
    names = sorted({*own, *now.labels["currency"].texts})
    open_ = {method: sums_of_open(then, p, names, shocked=method == SNAPSHOT) for method, p in chances.items()}
    found = []
    for name in names:
        total, new = (own[name].total, own[name].new) if name in own else (np.zeros(1), 0.0)
        before, so_far = money_of_periods_before(then, period, name), booked(then, period, name)
        samples = {method: so_far + sums[name] for method, sums in open_.items()}
        samples |= {ENGINE: total, SNAPSHOT: samples[SNAPSHOT] + new}
        samples |= {LAST: around(before[0], before), MEAN_OF_FOUR: around(float(np.mean(before)), before)}
        found.append(MoneyTotal(name, float(booked(now, period, name)), won_in(now, period, name), samples))
    return tuple(one for one in found if one.came or any(sample.any() for sample in one.samples.values()))


def scores(found: Sequence[Case], *, seed: int = 0) -> list[Score]:
    """How well each method did; the best Brier score first, methods that look at no deal last."""
    if not found:
        return []
    by_deal = [
        score_of(method, [said_of(case.chances[method], case.won) for case in found], seed=seed)
        for method in found[0].chances
    ]
    by_number = [_score_of_wins(method, found, np.random.default_rng(seed)) for method in found[0].wins]
    return [*sorted(by_deal, key=lambda score: score.brier), *by_number]


def said_of(chance: Array, won: Array, deals: Array | None = None) -> Said:
    """Deals of the same chance together; each entry is one deal unless told otherwise."""
    distinct, place = np.unique(chance, return_inverse=True)
    counts = np.ones(len(chance)) if deals is None else deals
    summed = (np.bincount(place, weights=each, minlength=len(distinct)) for each in (counts, won))
    return Said(distinct, *(each.astype(np.float64) for each in summed))


def score_of(method: str, found: Sequence[Said], *, seed: int = 0) -> Score:
    """How well a method did that gives each deal a chance, from what it said at each origin."""
    random = np.random.default_rng(seed)
    totals = [
        random.binomial(one.deals.astype(np.int64), one.chance, size=(SAMPLES, len(one.deals)))
        .sum(axis=1)
        .astype(float)
        for one in found
    ]
    chance, deals, won = (np.concatenate(column) for column in zip(*found, strict=True))
    error = (won * (1 - chance) ** 2 + (deals - won) * chance**2).sum() / deals.sum()
    expected, actual = (
        np.array([one.sum() for one in each]) for each in ([s.chance * s.deals for s in found], [s.won for s in found])
    )
    return _of_totals(method, actual, expected, totals)._replace(brier=float(error))


def _score_of_wins(method: str, found: Sequence[Case], random: np.random.Generator) -> Score:
    """A method that only says how many wins: they vary around it as independent events do (Poisson)."""
    expected, actual = (np.array(each) for each in ([c.wins[method] for c in found], [c.won.sum() for c in found]))
    totals = [random.poisson(mean, SAMPLES).astype(np.float64) for mean in expected]
    return _of_totals(method, actual, expected, totals)


def _of_totals(method: str, actual: Array, expected: Array, totals: Sequence[Array]) -> Score:
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


def in_money(found: Sequence[Score], money: Sequence[MoneyScore]) -> list[Score]:
    """The scores with those of money instead of those of numbers of wins; as they are when no money came."""
    over = {score.method: over_currencies(money, score.method) for score in found}
    return [
        score._replace(crps=values[0], coverage_80=values[1], wape=values[2])
        if (values := over[score.method])
        else score
        for score in found
    ]


def chosen(found: Sequence[Score], cases: int) -> str:
    """The method to trust: the engine, unless the snapshot rate did better over six origins or more. Scores in wins.

    Better means closer both to each deal and to the number of wins; one of the two alone is no reason to change.
    """
    by_name = {score.method: score for score in found}
    if cases < FEWEST_ORIGINS or ENGINE not in by_name:
        return ENGINE
    rival, own = by_name[SNAPSHOT], by_name[ENGINE]
    return SNAPSHOT if rival.crps < own.crps and rival.brier < own.brier else ENGINE
