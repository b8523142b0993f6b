"""What the coming periods may bring: open deals are won or not by drawn chances, and deals that are not there yet arrive."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from milestonectl.history.book import Book, OpenDeals
from milestonectl.history.draws import DRAWS, Draw, Edges
from milestonectl.history.engine import AGES
from milestonectl.history.hazards import Array
from milestonectl.history.sums import Numbers
from milestonectl.model.period import Period

OUTCOMES: Final = 2000
_DEALS_AT_ONCE, _WINS_AT_ONCE = 4096, 1 << 20
"""So that memory stays small however many there are."""


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


def outcomes(
    book: Book, draws: Mapping[str, Draw], periods: Sequence[Period], edges: Edges, random: np.random.Generator
) -> Iterator[Outcome]:
    """Of each period and currency; chances are drawn once for all of them, so that they move together."""
    pick = random.integers(0, DRAWS, size=OUTCOMES)
    open_ = _open_business(book.deals, draws, [(edges.before(p), edges.end(p)) for p in periods], pick, random)
    for place, period in enumerate(periods):
        new = _new_business(book, draws, (edges.before(period), edges.end(period)), pick, random)
        booked = book.lines("booked")["currency"]
        for name in sorted({*book.deals.currency, *booked, *new}):
            sums = [parts.get(name, np.zeros(OUTCOMES)) for parts in (open_[place], new)]
            yield Outcome(period, name, book.booked(period, name), *sums)


def _open_business(
    deals: OpenDeals,
    draws: Mapping[str, Draw],
    spans: Sequence[tuple[int, int]],
    pick: Numbers,
    random: np.random.Generator,
) -> list[dict[str, Array]]:
    """Simulated amounts of the open deals by currency, for each span between two edges."""
    totals: list[dict[str, Array]] = [{name: np.zeros(OUTCOMES) for name in set(deals.currency)} for _ in spans]
    edges = sorted({edge for span in spans for edge in span})
    for start in range(0, len(deals.ids), _DEALS_AT_ONCE):
        some = deals.part(slice(start, start + _DEALS_AT_ONCE))
        luck = random.random((OUTCOMES, len(some.ids)), dtype=np.float32)
        by_edge = {edge: _by_edge(some, draws, edge)[pick] for edge in edges}
        for sums, (first, last) in zip(totals, spans, strict=True):
            won = (luck >= by_edge[first]) & (luck < by_edge[last])
            for name in set(some.currency):
                mine = some.currency == name
                sums[name] += won[:, mine] @ some.minor[mine].astype(np.float64)
    return totals


def _by_edge(deals: OpenDeals, draws: Mapping[str, Draw], edge: int) -> npt.NDArray[np.float32]:
    """(draws, deals): chance of each deal to be won by an edge; 24 bits are plenty to compare with luck."""
    chances = np.zeros((DRAWS, len(deals.ids)), dtype=np.float32)
    for name, draw in draws.items():
        mine = np.flatnonzero(deals.sale_type == name)
        chances[:, mine] = draw.by_edge[:, edge, deals.state[mine], np.minimum(deals.age[mine] + 1, AGES - 1)]
    return chances


def _new_business(
    book: Book, draws: Mapping[str, Draw], span: tuple[int, int], pick: Numbers, random: np.random.Generator
) -> dict[str, Array]:
    """Simulated amounts of deals that are not in the pipeline yet, by currency: as many as lately, worth what was won."""
    totals: dict[str, Array] = {}
    worth = book.lines("worth")
    for name, draw in draws.items():
        expected = book.arrivals_a_day(name) * (draw.new[pick, span[1]] - draw.new[pick, span[0]])
        wins = random.poisson(np.maximum(expected, 0.0))
        mine = worth[worth["sale_type"] == name]
        if not len(mine) or not wins.sum():
            continue
        currencies, minor, count = (mine[column].to_numpy() for column in ("currency", "minor", "count"))
        for outcome, chosen in _worth_of(wins, np.cumsum(count), random):
            for currency in set(currencies[chosen]):
                same = currencies[chosen] == currency
                sums = np.bincount(outcome[same], weights=minor[chosen[same]], minlength=OUTCOMES)
                totals[currency] = totals.get(currency, np.zeros(OUTCOMES)) + sums
    return totals


def _worth_of(wins: Numbers, until: Numbers, random: np.random.Generator) -> Iterator[tuple[Any, Any]]:
    """For each win the outcome it is in, and which of the amounts it brings, all that were won being as likely."""
    pieces = np.cumsum(wins) // _WINS_AT_ONCE
    for piece in np.unique(pieces):
        outcome = np.repeat(np.flatnonzero(pieces == piece), wins[pieces == piece])
        lots = random.integers(0, int(until[-1]), size=len(outcome))
        yield outcome, np.searchsorted(until, lots, side="right")
