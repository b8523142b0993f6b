"""Chances of the deals of a sale type to be won by some days ahead, and how else these chances may be, drawn many times."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from milestonectl.history.engine import AGES, PRIOR_EXITS, Engine
from milestonectl.history.hazards import Array
from milestonectl.history.late import nowcast
from milestonectl.history.reach import chances_by_days_left
from milestonectl.history.rivals import SnapshotRates
from milestonectl.model.period import DAY, Period

DRAWS: Final = 60
SHOCK: Final = 0.1
"""Spread of what moves all deals of a sale type together, as the standard deviation of a logarithm."""


class Edges(NamedTuple):
    """Days ahead between which chances are told, in ascending order, 0 first."""

    day: datetime.date
    left: tuple[int, ...]

    def before(self, period: Period) -> int:
        """The place of the day before a period."""
        return self._at(period.start - DAY)

    def end(self, period: Period) -> int:
        """The place of its last day."""
        return self._at(period.end)

    def _at(self, day: datetime.date) -> int:
        return self.left.index(max(0, (day - self.day).days))


class Draw(NamedTuple):
    """Tables of one sale type, drawn many times: chance to win by each edge, (draws, edges, states, ages)."""

    by_edge: Array
    new: Array
    """(draws, edges): wins by each edge of one new deal a day."""


def edges_of(day: datetime.date, periods: Sequence[Period]) -> Edges:
    """The day before each period begins, and its last."""
    days = {max(0, (one - day).days) for period in periods for one in (period.start - DAY, period.end)}
    return Edges(day, tuple(sorted({0, *days})))


def known(engines: Mapping[str, Engine], edges: Edges) -> tuple[dict[str, Array], dict[str, Array]]:
    """Chances by each edge of each sale type: of deals as they stand, and of deals as they are recorded."""
    plain = {name: _tables(engine.advance, engine.lost, edges)[0] for name, engine in engines.items()}
    return plain, {name: nowcast(e.advance, e.lost, plain[name], e.missing) for name, e in engines.items()}


def snapshots(rates: Sequence[SnapshotRates], engines: Mapping[str, Engine], edges: Edges) -> dict[str, Array]:
    """(edges, states, ages) for each sale type: the same rate at every age, and never less at a later edge."""
    found = {}
    for name, engine in engines.items():
        states = len(engine.advance)
        by_edge = [one.of(name, states) * (left > 0) for left, one in zip(edges.left, rates, strict=True)]
        rising = np.maximum.accumulate(np.stack(by_edge), axis=0)
        found[name] = np.broadcast_to(rising[:, :, None], (*rising.shape, AGES))
    return found


def shaken(draw: Draw, table: Array, random: np.random.Generator) -> Draw:
    """Rates with the shock that moves all deals of a type together."""
    shock = np.exp(random.normal(0.0, SHOCK, size=DRAWS))[:, None, None, None]
    return draw._replace(by_edge=np.minimum(1.0, table * shock))


def drawn(engine: Engine, edges: Edges, recorded: Array, random: np.random.Generator) -> Draw:
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
    return Draw(np.minimum(1.0, by_edge * recorded), new)


def ratio(table: Array, plain: Array) -> Array:
    """One table over another; 1 where there is nothing to compare with."""
    return np.divide(table, plain, out=np.ones_like(table), where=plain > 0)


def _tables(advance: Array, lost: Array, edges: Edges) -> tuple[Array, Array]:
    """Chances by each edge, and the wins by each edge of one new deal a day: the sum of its chances over the days left."""
    wanted, found, flow, passed = set(edges.left), [], [], np.zeros(advance.shape[:-2])
    for day, table in enumerate(chances_by_days_left(advance, lost)):
        if day in wanted:
            found.append(table)
            flow.append(passed)
        if day == edges.left[-1]:
            break
        passed = passed + table[..., 0, 0]
    return np.stack(found, axis=-3), np.stack(flow, axis=-1)
