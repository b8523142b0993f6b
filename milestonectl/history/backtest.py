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
from milestonectl.history.journeys import NEVER, OPEN, WON, Journeys, day_number
from milestonectl.history.scan import counts
from milestonectl.history.scores import brier, crps, weighted_absolute_error
from milestonectl.history.waits import standing
from milestonectl.model.period import DAY, Period, quarter_of
from milestonectl.model.process import Process

Array = npt.NDArray[np.float64]
OFFSETS: Final = (0, 30, 60)
"""Days of a quarter on which a forecast is made."""
PSEUDO: Final = 5.0
FEWEST_ORIGINS = 6
ENGINE, SNAPSHOT = "milestones and age", "snapshot rate"


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
    """What each method said."""


class Score(NamedTuple):
    """How well one method did over all origins."""

    method: str
    brier: float
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


def _case(origin: Origin, then: Journeys, processes: Mapping[str, Process], now: Journeys) -> Case:
    rows = np.flatnonzero((then.outcome == OPEN) & (then.states > 0))
    end = day_number(origin.period.end)
    won = set(now.ids[(now.outcome == WON) & (now.closed <= end)])
    said = forecast(then, engines(counts(then), processes), [origin.period])
    close = then.labels["close_date"].texts[rows]
    due = np.array([day <= origin.period.end.isoformat() for day in close], dtype=np.float64)
    state, _ = standing(then, rows)
    chances = {
        ENGINE: np.array([deal.by_end[0] for deal in said.deals]),
        SNAPSHOT: _snapshot(then, rows, state, origin),
        "won of decided, if due": _won_of_decided(then, rows, state) * due,
        "fixed stage share, if due": state / np.maximum(1, then.states[rows]) * due,
    }
    ids = tuple(str(deal) for deal in then.ids[rows])
    return Case(origin, ids, np.array([deal in won for deal in ids], dtype=np.float64), chances)


def _won_of_decided(then: Journeys, rows: npt.NDArray[np.intp], state: npt.NDArray[np.int64]) -> Array:
    """Of past deals that reached the same milestone and were decided, the share that was won."""
    types = then.sale_type.codes
    reached = (then.entered[:, :-1] < NEVER) & (then.outcome != OPEN)[:, None]
    won = reached & (then.outcome == WON)[:, None]
    shape = (int(types.max(initial=0)) + 1, reached.shape[1])
    share = np.zeros(shape)
    for code in range(shape[0]):
        mine = types == code
        share[code] = (won[mine].sum(axis=0) + PSEUDO * 0.3) / (reached[mine].sum(axis=0) + PSEUDO)
    return share[types[rows], state]


def _snapshot(then: Journeys, rows: npt.NDArray[np.intp], state: npt.NDArray[np.int64], origin: Origin) -> Array:
    """Of past deals that stood at the same milestone with as many days left, the share that was won in that time.

    Past snapshots are taken every week, as long before the origin as the period has days left.
    """
    left = (origin.period.end - origin.day).days
    types, width = then.sale_type.codes, then.entered.shape[1] - 1
    shape = (int(types.max(initial=0)) + 1, width)
    won, seen = np.zeros(shape), np.zeros(shape)
    for day in range(then.today - left, int(then.opened.min(initial=then.today)), -7):
        open_then = (then.opened <= day) & (then.closed > day) & (then.states > 0)
        at = (then.entered[open_then] <= day).sum(axis=1) - 1
        np.add.at(seen, (types[open_then], at), 1.0)
        came = (then.outcome[open_then] == WON) & (then.closed[open_then] <= day + left)
        np.add.at(won, (types[open_then][came], at[came]), 1.0)
    overall = (won.sum() + 1) / (seen.sum() + 3)
    return np.asarray(((won + PSEUDO * overall) / (seen + PSEUDO))[types[rows], state], dtype=np.float64)


def scores(found: Sequence[Case], *, seed: int = 0) -> list[Score]:
    """How well each method did; the best Brier score first."""
    if not found:
        return []
    every = [_score(method, found, np.random.default_rng(seed)) for method in found[0].chances]
    return sorted(every, key=lambda score: score.brier)


def _score(method: str, found: Sequence[Case], random: np.random.Generator) -> Score:
    said = [case.chances[method] for case in found]
    won = [case.won for case in found]
    totals = [(random.random((1000, len(p))) < p).sum(axis=1).astype(np.float64) for p in said]
    actual = np.array([y.sum() for y in won])
    inside = [np.quantile(t, 0.1) <= y <= np.quantile(t, 0.9) for t, y in zip(totals, actual, strict=True)]
    ranked = [crps(total, float(y)) for total, y in zip(totals, actual, strict=True)]
    all_said, all_won = np.concatenate(said), np.concatenate(won)
    return Score(
        method,
        brier(all_said, all_won),
        float(all_said.sum() / all_won.sum()) if all_won.any() else math.nan,
        float(np.mean(ranked) / actual.mean()) if all_won.any() else math.nan,
        float(np.mean(inside)),
        weighted_absolute_error(np.array([p.sum() for p in said]), actual) or math.nan,
    )


def chosen(found: Sequence[Score], cases: int) -> str:
    """The method to trust: the engine, unless the snapshot rate did better over six origins or more.

    Better means closer both to each deal and to the number of wins; one of the two alone is no reason to change.
    """
    by_name = {score.method: score for score in found}
    if cases < FEWEST_ORIGINS or ENGINE not in by_name:
        return ENGINE
    rival, own = by_name[SNAPSHOT], by_name[ENGINE]
    return SNAPSHOT if rival.crps < own.crps and rival.brier < own.brier else ENGINE
