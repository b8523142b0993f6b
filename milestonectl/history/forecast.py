"""Forecast: for each open deal the chance to be won by the end of each period, and what all of them add up to.

A deal's chance is looked up by the milestones it has reached and the days since the last of them. Totals are simulated:
chances are drawn from what is known of them, deals are won or not, and deals that are not in the pipeline yet arrive as
they did in the last quarter. The same seed gives the same numbers.
"""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from milestonectl.history.booked import booked, weighted
from milestonectl.history.engine import AGES, PRIOR_EXITS, Engine
from milestonectl.history.hazards import Array
from milestonectl.history.journeys import LOST, OPEN, WON, Journeys, day_number
from milestonectl.history.late import nowcast
from milestonectl.history.reach import chances_by_days_left, eventual_chances
from milestonectl.history.rivals import snapshot_rates
from milestonectl.history.waits import standing
from milestonectl.model.period import DAY, Period

DRAWS, OUTCOMES = 60, 2000
SHOCK: Final = 0.1
"""Spread of what moves all deals of a sale type together, as the standard deviation of a logarithm."""
ARRIVALS_OVER_DAYS = 91
FEWEST_WON = FEWEST_LOST = 40
"""Below these a sale type's figures are driven by its process, not by its history."""


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


class Outcome(NamedTuple):
    """What a period may bring in a currency, in the smallest unit, an entry a simulation."""

    period: Period
    currency: str
    booked: int
    open: Array
    new: Array

    @property
    def total(self) -> Array:
        """All of it."""
        return self.booked + self.open + self.new


class _Draw(NamedTuple):
    """Tables of one sale type, drawn many times: chance to win by each edge, (draws, edges, states, ages)."""

    by_edge: Array
    new: Array
    """(draws, edges): wins by each edge of one new deal a day."""


def forecast(
    found: Journeys,
    engines: Mapping[str, Engine],
    periods: Sequence[Period],
    *,
    learned: Journeys | None = None,
    by_snapshot: bool = False,
    seed: int = 0,
) -> Forecast:
    """The forecast of the open deals of some journeys; `learned` are those that the engines know, if more than these."""
    return simulated(found, engines, periods, learned=learned, by_snapshot=by_snapshot, seed=seed)[0]


def simulated(
    found: Journeys,
    engines: Mapping[str, Engine],
    periods: Sequence[Period],
    *,
    learned: Journeys | None = None,
    by_snapshot: bool = False,
    seed: int = 0,
) -> tuple[Forecast, list[Outcome]]:
    """The forecast, and the simulated outcomes of each period and currency that its totals sum up."""
    random, everything = np.random.default_rng(seed), found if learned is None else learned
    edges = _edges(found, periods)
    plain, tables = _known(engines, edges)
    draws = {name: _drawn(e, edges, _ratio(tables[name], plain[name]), random) for name, e in engines.items()}
    if by_snapshot:
        tables = _snapshots(everything, engines, edges)
        draws = {name: _shaken(draw, tables[name], random) for name, draw in draws.items()}
    deals = tuple(_deals(found, engines, tables, periods, edges))
    outcomes = list(_outcomes(found, deals, draws, periods, edges, random))
    late = 0.0 if by_snapshot else max((float(engine.missing.sum()) for engine in engines.values()), default=0.0)
    driven = prior_driven(everything, {deal.sale_type for deal in deals})
    totals = _totals(found, outcomes)
    return Forecast(found.horizon.day, tuple(periods), totals, deals, driven, by_snapshot, late), outcomes


def deal_chances(found: Journeys, engines: Mapping[str, Engine], periods: Sequence[Period]) -> tuple[DealChance, ...]:
    """The chances of the open deals alone, the same as in `forecast`: no totals are simulated, which is what takes long."""
    edges = _edges(found, periods)
    return tuple(_deals(found, engines, _known(engines, edges)[1], periods, edges))


def _known(engines: Mapping[str, Engine], edges: Sequence[int]) -> tuple[dict[str, Array], dict[str, Array]]:
    """Chances by each edge of each sale type: of deals as they stand, and of deals as they are recorded."""
    plain = {name: _tables(engine.advance, engine.lost, edges)[0] for name, engine in engines.items()}
    return plain, {name: nowcast(e.advance, e.lost, plain[name], e.missing) for name, e in engines.items()}


def _snapshots(learned: Journeys, engines: Mapping[str, Engine], edges: Sequence[int]) -> dict[str, Array]:
    """(edges, states, ages) for each sale type: the same rate at every age, and never less at a later edge."""
    rates = np.stack([snapshot_rates(learned, left) * (left > 0) for left in edges])
    rising = np.maximum.accumulate(rates, axis=0)
    names = list(learned.sale_type.names)
    places = {name: names.index(name) for name in engines if name in names}
    shape = (len(edges), rates.shape[2], AGES)
    return {
        name: np.broadcast_to(rising[:, places[name], :, None] if name in places else np.float64(0), shape)
        for name in engines
    }


def _shaken(draw: _Draw, table: Array, random: np.random.Generator) -> _Draw:
    """Rates with the shock that moves all deals of a type together."""
    shock = np.exp(random.normal(0.0, SHOCK, size=DRAWS))[:, None, None, None]
    return draw._replace(by_edge=np.minimum(1.0, table * shock))


def _edges(found: Journeys, periods: Sequence[Period]) -> list[int]:
    """Days from the horizon to the day before each period begins and to its end, in ascending order, 0 first."""
    days = {0}
    for period in periods:
        days |= {max(0, day_number(day) - found.today) for day in (period.start - DAY, period.end)}
    return sorted(days)


def _at(found: Journeys, edges: Sequence[int], day: datetime.date) -> int:
    return edges.index(max(0, day_number(day) - found.today))


def _tables(advance: Array, lost: Array, edges: Sequence[int]) -> tuple[Array, Array]:
    """Chances by each edge, and the wins by each edge of one new deal a day: the sum of its chances over the days left."""
    wanted, found, flow, passed = set(edges), [], [], np.zeros(advance.shape[:-2])
    for day, table in enumerate(chances_by_days_left(advance, lost)):
        if day in wanted:
            found.append(table)
            flow.append(passed)
        if day == edges[-1]:
            break
        passed = passed + table[..., 0, 0]
    return np.stack(found, axis=-3), np.stack(flow, axis=-1)


def _ratio(table: Array, plain: Array) -> Array:
    return np.divide(table, plain, out=np.ones_like(table), where=plain > 0)


def _drawn(engine: Engine, edges: Sequence[int], recorded: Array, random: np.random.Generator) -> _Draw:
    """Draw the chances from what is known of them: Gamma by state, and a shock that moves all advances together.

    What late logging does to a chance is taken to be the same in all draws: `recorded`, as a ratio.
    """
    weight = engine.events + PRIOR_EXITS
    factor = random.gamma(weight, 1 / weight, size=(DRAWS, *weight.shape))
    shock = np.exp(random.normal(0.0, SHOCK, size=DRAWS))[:, None, None]
    advance = engine.advance * factor[:, 0, :, None] * shock
    lost = engine.lost * factor[:, 1, :, None]
    total = np.maximum(1.0, advance + lost)
    by_edge, new = _tables(advance / total, lost / total, edges)
    return _Draw(np.minimum(1.0, by_edge * recorded), new)


def _deals(
    found: Journeys,
    engines: Mapping[str, Engine],
    tables: Mapping[str, Array],
    periods: Sequence[Period],
    edges: Sequence[int],
) -> list[DealChance]:
    ever = {name: eventual_chances(engine.advance, engine.lost) for name, engine in engines.items()}
    rows = np.flatnonzero((found.outcome == OPEN) & (found.states > 0))
    states, ages = standing(found, rows)
    types, currencies = found.sale_type.texts[rows], found.labels["currency"].texts[rows]
    deals = []
    for row, state, age, name, currency in zip(rows, states, ages, types, currencies, strict=True):
        tomorrow = min(int(age) + 1, AGES - 1)
        by_edge = tables[name][:, state, tomorrow]
        by_end = tuple(float(by_edge[_at(found, edges, period.end)]) for period in periods)
        before = tuple(float(by_edge[_at(found, edges, period.start - DAY)]) for period in periods)
        deals.append(
            DealChance(
                str(found.ids[row]), name, currency, int(max(found.minor[row], 0)), int(state), int(age),
                max(float(ever[name][state, tomorrow]), *by_end), tuple(e - b for e, b in zip(by_end, before, strict=True)), by_end,
                float(ever[name][state, 0]),
            )
        )  # fmt: skip
    return deals


def _totals(found: Journeys, outcomes: Sequence[Outcome]) -> tuple[Total, ...]:
    totals = [_total(one, weighted(found, one.period, one.currency)) for one in outcomes]
    return tuple(total for total in totals if total.booked or total.mean or total.weighted)


def _outcomes(
    found: Journeys,
    deals: Sequence[DealChance],
    draws: Mapping[str, _Draw],
    periods: Sequence[Period],
    edges: Sequence[int],
    random: np.random.Generator,
) -> Iterator[Outcome]:
    pick = random.integers(0, DRAWS, size=OUTCOMES)
    luck = random.random((OUTCOMES, len(deals)), dtype=np.float32)
    by_edge = _by_edge(deals, draws, len(edges))
    names = sorted({*found.labels["currency"].texts, *(deal.currency for deal in deals)})
    amounts = np.array([deal.minor for deal in deals], dtype=np.float64)
    for period in periods:
        first, last = _at(found, edges, period.start - DAY), _at(found, edges, period.end)
        won = (luck >= by_edge[pick, first]) & (luck < by_edge[pick, last])
        new = _new_business(found, draws, (first, last), pick, random)
        for name in names:
            mine = np.array([deal.currency == name for deal in deals], dtype=bool)
            open_ = won[:, mine] @ amounts[mine] if len(deals) else np.zeros(OUTCOMES)
            yield Outcome(period, name, booked(found, period, name), open_, new.get(name, np.zeros(OUTCOMES)))


def _by_edge(deals: Sequence[DealChance], draws: Mapping[str, _Draw], edges: int) -> npt.NDArray[np.float32]:
    """(draws, edges, deals): chance of each deal to be won by each edge; 24 bits are plenty to compare with luck."""
    chances = np.zeros((DRAWS, edges, len(deals)), dtype=np.float32)
    for name, draw in draws.items():
        mine = [place for place, deal in enumerate(deals) if deal.sale_type == name]
        states = [deals[place].state for place in mine]
        ages = [min(deals[place].age + 1, AGES - 1) for place in mine]
        chances[:, :, mine] = draw.by_edge[:, :, states, ages]
    return chances


def _new_business(
    found: Journeys, draws: Mapping[str, _Draw], span: tuple[int, int], pick: npt.NDArray[np.int64], random: Any
) -> dict[str, Array]:
    """Simulated amounts of deals that are not in the pipeline yet, by currency: as many as lately, worth what was won."""
    totals: dict[str, Array] = {}
    types, currencies = found.sale_type.texts, found.labels["currency"].texts
    for name, draw in draws.items():
        mine = types == name
        arriving = arrivals_a_day(found, mine)
        worth = np.flatnonzero(mine & (found.outcome == WON) & (found.minor > 0))
        expected = arriving * (draw.new[pick, span[1]] - draw.new[pick, span[0]])
        wins = random.poisson(np.maximum(expected, 0.0))
        if not len(worth) or not wins.sum():
            continue
        chosen = worth[random.integers(0, len(worth), size=int(wins.sum()))]
        outcome = np.repeat(np.arange(OUTCOMES), wins)
        for currency in set(currencies[chosen]):
            same = currencies[chosen] == currency
            sums = np.bincount(outcome[same], weights=found.minor[chosen[same]], minlength=OUTCOMES)
            totals[currency] = totals.get(currency, np.zeros(OUTCOMES)) + sums
    return totals


def arrivals_a_day(found: Journeys, mine: npt.NDArray[np.bool_]) -> float:
    """Some of the deals opened lately, a day; of a young ledger since its first day: 45 deals in 45 days are 1 a day."""
    since = max(found.today - ARRIVALS_OVER_DAYS, int(found.opened.min(initial=found.today)))
    return int((mine & (found.opened > since)).sum()) / max(1, found.today - since)


def _total(one: Outcome, weighted: float) -> Total:
    low, median, high = (float(value) for value in np.quantile(one.total, [0.1, 0.5, 0.9]))
    return Total(
        one.period, one.currency, one.booked, float(one.total.mean()), median, low, high,
        float(one.open.mean()), float(one.new.mean()), weighted,
    )  # fmt: skip


def prior_driven(learned: Journeys, shown: Collection[str]) -> tuple[str, ...]:
    """Those of some sale types with too little history to carry their figures."""
    types = learned.sale_type.texts
    return tuple(
        name
        for name in sorted(shown)
        if ((types == name) & (learned.outcome == WON)).sum() < FEWEST_WON
        or ((types == name) & (learned.outcome == LOST)).sum() < FEWEST_LOST
    )
