"""Forecast: for each open deal the chance to be won by the end of each period, and what all of them add up to.

A deal's chance is looked up by the milestones it has reached and the days since the last of them. Totals are simulated:
chances are drawn from what is known of them, deals are won or not, and deals that are not in the pipeline yet arrive as
they did in the last quarter. The same seed gives the same numbers.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from milestonectl.history.book import Book
from milestonectl.history.draws import Edges, drawn, edges_of, known, ratio, shaken, snapshots
from milestonectl.history.engine import AGES, Engine
from milestonectl.history.hazards import Array
from milestonectl.history.outcomes import Outcome, outcomes
from milestonectl.history.reach import eventual_chances
from milestonectl.history.rivals import SnapshotRates
from milestonectl.model.period import Period

FEWEST_WON = FEWEST_LOST = 40
"""Below these a sale type's figures are driven by its process, not by its history."""


class Learned(NamedTuple):
    """What the forecast of any group of deals is made with."""

    engines: Mapping[str, Engine]
    book: Book
    """Of all deals."""
    rates: Sequence[SnapshotRates] = ()
    """By days left to each edge, to be used instead of chances by milestones and age; none to use these."""


class DealChance(NamedTuple):
    """One open deal."""

    deal: str
    sale_type: str
    currency: str
    minor: int
    state: int
    age: int
    """Days since the last milestone."""
    eventually: float
    in_period: tuple[float, ...]
    """Chance to be won in each period."""
    by_end: tuple[float, ...]
    """Chance to be won by the end of each period."""
    fresh: float
    """Chance to be won eventually that it had on the day of its last milestone."""


class Total(NamedTuple):
    """What one period brings in one currency, in the smallest unit."""

    period: Period
    currency: str
    booked: int
    mean: float
    median: float
    at_least_90pct: float
    at_least_10pct: float
    open: float
    """Expected of deals in the pipeline."""
    new: float
    """Expected of deals that are not there yet."""
    weighted: float
    """For comparison: amount times share of milestones reached, for deals that are to close by the end."""


class Forecast(NamedTuple):
    """The forecast of some periods, the nearest first."""

    day: datetime.date
    periods: tuple[Period, ...]
    totals: tuple[Total, ...]
    deals: tuple[DealChance, ...]
    prior_driven: tuple[str, ...]
    """Sale types of these deals with too little history to carry their figures."""
    by_snapshot: bool = False
    """Whether chances in time are snapshot rates instead of chances by milestones and age."""
    late_days: float = 0.0
    """Days from what happens to its record, on average, that chances in time are corrected for."""


def forecast(book: Book, learned: Learned, periods: Sequence[Period], *, seed: int = 0) -> Forecast:
    """The forecast of the open deals of a book."""
    return simulated(book, learned, periods, seed=seed)[0]


def simulated(
    book: Book, learned: Learned, periods: Sequence[Period], *, seed: int = 0
) -> tuple[Forecast, list[Outcome]]:
    """The forecast, and the simulated outcomes of each period and currency that its totals sum up."""
    random, engines = np.random.default_rng(seed), learned.engines
    edges = edges_of(book.day, periods)
    plain, tables = known(engines, edges)
    draws = {name: drawn(e, edges, ratio(tables[name], plain[name]), random) for name, e in engines.items()}
    if learned.rates:
        tables = snapshots(learned.rates, engines, edges)
        draws = {name: shaken(draw, tables[name], random) for name, draw in draws.items()}
    deals = tuple(_deals(book, engines, tables, periods, edges))
    found = list(outcomes(book, draws, periods, edges, random))
    late = max((float(engine.missing.sum()) for engine in engines.values()), default=0.0)
    driven = prior_driven(learned.book, {deal.sale_type for deal in deals})
    by_snapshot = bool(learned.rates)
    return Forecast(
        book.day, tuple(periods), _totals(book, found), deals, driven, by_snapshot, 0.0 if by_snapshot else late
    ), found


def _deals(
    book: Book, engines: Mapping[str, Engine], tables: Mapping[str, Array], periods: Sequence[Period], edges: Edges
) -> list[DealChance]:
    ever = {name: eventual_chances(engine.advance, engine.lost) for name, engine in engines.items()}
    deals = []
    for deal, name, currency, _, state, age, minor in zip(*book.deals, strict=True):
        tomorrow = min(int(age) + 1, AGES - 1)
        by_edge = tables[name][:, state, tomorrow]
        by_end = tuple(float(by_edge[edges.end(period)]) for period in periods)
        before = tuple(float(by_edge[edges.before(period)]) for period in periods)
        deals.append(
            DealChance(
                str(deal), name, currency, int(minor), int(state), int(age), max(float(ever[name][state, tomorrow]), *by_end),
                tuple(e - b for e, b in zip(by_end, before, strict=True)), by_end, float(ever[name][state, 0]),
            )
        )  # fmt: skip
    return deals


def _totals(book: Book, found: Sequence[Outcome]) -> tuple[Total, ...]:
    totals = [_total(one, book.weighted(one.period, one.currency)) for one in found]
    return tuple(total for total in totals if total.booked or total.mean or total.weighted)


def _total(one: Outcome, weighted: float) -> Total:
    low, median, high = (float(value) for value in np.quantile(one.total, [0.1, 0.5, 0.9]))
    return Total(
        one.period, one.currency, one.booked, float(one.total.mean()), median, low, high,
        float(one.open.mean()), float(one.new.mean()), weighted,
    )  # fmt: skip


def prior_driven(book: Book, shown: Collection[str]) -> tuple[str, ...]:
    """Those of some sale types with too little history to carry their figures."""
    decided = {name: book.decided(name) for name in sorted(shown)}
    return tuple(name for name, (won, lost) in decided.items() if won < FEWEST_WON or lost < FEWEST_LOST)
