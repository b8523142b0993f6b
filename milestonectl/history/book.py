"""The book: what a forecast needs of the deals, as a table that adds up; each open deal by name, of all others only sums.

| measure   | deal | sale type, owner | currency | close date | state             | days                      | minor        | count |
|-----------|------|------------------|----------|------------|-------------------|---------------------------|--------------|-------|
| `open`    | id   | of it            | of it    | of it      | milestones so far | since its last achievement | its amount  | 1     |
| `arrived` |      | of them          |          |            | 0                 | when they were opened, since 1970 | 0    | deals |
| `decided` |      | of them          |          |            | 1 won, 2 lost     | 0                         | 0            | deals |
| `booked`  |      | of them          | of it    |            | 0                 | when it was won, since 1970 | 0          | money |
| `worth`   |      | of them          | of it    |            | 0                 | 0                         | what they were won for | deals |

Money is in the smallest unit of its currency. Deals that were opened before the last quarter count as opened on its eve.
Of what deals were won for four digits are kept, so that the table does not grow with what was ever sold.
"""

import datetime
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.history.cohort import Cohort
from milestonectl.history.journeys import LOST, OPEN, WON, Journeys, Labels, day_number
from milestonectl.history.past import Past
from milestonectl.history.scan import added
from milestonectl.history.sums import Key, Numbers, sums
from milestonectl.history.waits import standing
from milestonectl.model.period import Period

ARRIVALS_OVER_DAYS: Final = 91
DIGITS: Final = 4
_TEXTS = ("measure", "deal", "sale_type", "owner", "currency", "close_date")
_NUMBERS = ("state", "days", "minor")
Texts = npt.NDArray[np.object_]


class OpenDeals(NamedTuple):
    """One entry an open deal of a known sale type, in the order of ids."""

    ids: Texts
    sale_type: Texts
    currency: Texts
    close_date: Texts
    state: Numbers
    age: Numbers
    """Days since the last achievement."""
    minor: Numbers

    def part(self, places: slice) -> "OpenDeals":
        """Some of them."""
        return OpenDeals._make(column[places] for column in self)


@dataclass(frozen=True)
class Book:
    """A book on a day."""

    day: datetime.date
    chains: Mapping[str, Sequence[str]]
    """The counted milestones of each sale type."""
    table: pd.DataFrame

    @property
    def today(self) -> int:
        """The day, in days since 1970."""
        return day_number(self.day)

    @functools.cached_property
    def deals(self) -> OpenDeals:
        """The open deals."""
        rows = self.lines("open")
        names = ("deal", "sale_type", "currency", "close_date")
        texts = [rows[name].to_numpy(dtype=object) for name in names]
        return OpenDeals(*texts, *[rows[name].to_numpy(dtype=np.int64) for name in _NUMBERS])

    def lines(self, measure: str) -> pd.DataFrame:
        """The lines of one measure."""
        return self.table[self.table["measure"] == measure]

    def only(self, cohort: Cohort) -> "Book":
        """The book of some reps and a sale type."""
        chosen = np.ones(len(self.table), dtype=bool)
        if cohort.sale_type:
            chosen &= np.asarray(self.table["sale_type"] == cohort.sale_type)
        if cohort.reps:
            chosen &= np.asarray(self.table["owner"].isin(list(cohort.reps)))
        return replace(self, table=self.table[chosen])

    def booked(self, period: Period, currency: str) -> int:
        """Won in the period so far, in the smallest unit."""
        rows = self.lines("booked")
        inside = rows["days"].between(day_number(period.start), day_number(period.end))
        return int(rows["count"][inside & (rows["currency"] == currency)].sum())

    def weighted(self, period: Period, currency: str) -> float:
        """The CRM way: amount times share of milestones reached, for deals whose closing date lies in the period."""
        deals, close = self.deals, self.deals.close_date
        due = (close >= period.start.isoformat()) & (close <= period.end.isoformat()) & (deals.currency == currency)
        states = np.array([len(self.chains[name]) for name in deals.sale_type[due]], dtype=np.int64)
        return float((deals.minor[due] * deals.state[due] / np.maximum(1, states)).sum())

    def arrivals_a_day(self, sale_type: str) -> float:
        """Deals of a type opened lately, a day; in a young book since its first day: 45 deals in 45 days are 1 a day."""
        rows = self.lines("arrived")
        since = int(rows["days"].min()) if len(rows) else self.today
        lately = rows["count"][(rows["days"] > since) & (rows["sale_type"] == sale_type)]
        return int(lately.sum()) / max(1, self.today - since)

    def decided(self, sale_type: str) -> tuple[int, int]:
        """Deals of a type that were won, and that were lost."""
        rows = self.lines("decided")
        mine = rows[rows["sale_type"] == sale_type]
        won, lost = (int(mine["count"][mine["state"] == outcome].sum()) for outcome in (WON, LOST))
        return won, lost


def book_counts(since: datetime.date, past: Past) -> pd.DataFrame:
    """The table of some deals; what was booked is told from a day on."""
    return _table(past.journeys, since)


def book_of(found: Journeys, since: datetime.date) -> Book:
    """The book of deals that are all there are."""
    return Book(found.horizon.day, found.chains, _table(found, since))


def _table(found: Journeys, since: datetime.date) -> pd.DataFrame:
    return added([_nothing(), *_parts(found, since)])


def _parts(found: Journeys, since: datetime.date) -> Iterator[pd.DataFrame]:
    yield _open(found)
    everything = np.arange(len(found.ids))
    opened = np.maximum(found.opened.astype(np.int64), found.today - ARRIVALS_OVER_DAYS)
    yield _counted(found, "arrived", everything, days=opened)
    decided = np.flatnonzero(found.outcome != OPEN)
    yield _counted(found, "decided", decided, state=found.outcome[decided])
    won = np.flatnonzero((found.outcome == WON) & (found.minor > 0))
    currency = found.labels["currency"].at(won)
    yield _counted(found, "worth", won, currency=currency, minor=_rounded(found.minor[won]))
    lately = won[found.closed[won] >= day_number(since)]
    currency, weights = found.labels["currency"].at(lately), found.minor[lately]
    yield _counted(found, "booked", lately, weights, currency=currency, days=found.closed[lately])


def _open(found: Journeys) -> pd.DataFrame:
    rows = np.flatnonzero((found.outcome == OPEN) & (found.states > 0))
    state, age = standing(found, rows)
    texts = {name: found.labels[name].at(rows).texts for name in _TEXTS[2:]}
    numbers = {"state": state, "days": age, "minor": np.maximum(found.minor[rows], 0), "count": np.ones(len(rows), int)}
    return pd.DataFrame({"measure": "open", "deal": found.ids[rows]} | texts | numbers)


def _counted(
    found: Journeys, measure: str, rows: npt.NDArray[np.intp], weights: Numbers | None = None, **keys: Key
) -> pd.DataFrame:
    owned = {"sale_type": found.sale_type.at(rows), "owner": found.labels["owner"].at(rows)}
    blank: dict[str, Key] = dict.fromkeys(_TEXTS, "")
    blank.update(dict.fromkeys(_NUMBERS, 0))
    return sums(len(rows), {**blank, "measure": measure, **owned, **keys}, weights)


def _rounded(minor: Numbers) -> Labels:
    """To four digits: 123,456 is 123,500."""
    names, codes = np.unique(minor, return_inverse=True)
    unit = np.array([10 ** max(0, len(str(int(value))) - DIGITS) for value in names], dtype=np.int64)
    rounded, place = np.unique((names + unit // 2) // unit * unit, return_inverse=True)
    return Labels(place[codes].astype(np.int32), rounded)


def _nothing() -> pd.DataFrame:
    texts = {name: pd.Series([], dtype=object) for name in _TEXTS}
    return pd.DataFrame(texts | {name: pd.Series([], dtype=np.int64) for name in (*_NUMBERS, "count")})
