"""The one scan: rows of any set of deals -> small tables of exact counts, which add up.

Everything that is known of a deal depends on its own rows alone, and everything reported is a sum over deals. So the tables
of disjoint sets of deals add up to the table of all of them, whatever the split and whoever counts: `added` is
associative and commutative, and all counts are integers.

One table holds all of them, a line for each key:

| measure     | group        | state             | cause                      | days                              | currency |
|-------------|--------------|-------------------|----------------------------|-----------------------------------|----------|
| `spell`     | asked for    | milestones so far | 0 open, 1 advanced, 2 lost | in that state                     |          |
| `onward`    | asked for    | milestones so far | 0 open, 1 won, 2 lost      | from entering it to the end       |          |
| `wait`      | asked for    | milestones so far | 0 open, 1 advanced, 2 lost | the last age, in days since the last achievement, repeated ones too | |
| `recent`    | the same of the last 21 days; cause 3 says at which age each wait came under watch then                   |
| `skipped`   | asked for    | of the milestone  | 0                          | 0                                 |          |
| `achieved`  | owner        | of the milestone  | 0                          | the day, since 1970               |          |
| `opened`    | owner        | 0                 | 0                          | the day, since 1970               |          |
| `late`      | owner        | of the milestone, 0 opened | 0 to 2: settled, settling, old | from its date to its record |   |
| `won`       | owner        | 0                 | 0                          | the day it was won, since 1970    | of it    |
| `won_minor` | the same, but the amounts, in the smallest unit                                                           |
| `open`      | owner        | milestones so far | 0                          | since the last milestone          | of it    |
| `open_minor`| the same, but the amounts                                                                                 |

`late` tells of what was itself logged (not pulled along by a later milestone) and says when that was written. Of what
happened in the last 60 days (settling), more may still be written; settled is what next to all is written of, of the
year before that; how things were logged still earlier is old.

`life` says whether a deal was sold in the record: `kept`, `booked` (won within two days of its opening) or `brief` (lost
within them).
"""

import datetime
import itertools
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.deals.flags import BOOKED_AFTERWARDS_DAYS
from milestonectl.history.frame import Codes
from milestonectl.history.journeys import LOST, NEVER, OPEN, WON, Journeys, Labels, journeys
from milestonectl.history.sums import sums
from milestonectl.history.waits import CAME, recent, standing, waits
from milestonectl.model.clock import Horizon
from milestonectl.model.process import Processes
from milestonectl.model.settings import Settings

KEYS: Final = ("measure", "sale_type", "group", "life", "state", "cause", "days", "currency")
LIVES: Final = ("kept", "booked", "brief")
_LIVES = np.array(LIVES, dtype=object)
SETTLING_DAYS, SETTLED_DAYS = 60, 365
SETTLED, SETTLING, OLD = 0, 1, 2
"""What happened within so many days may still be missing from the record."""
Places = npt.NDArray[np.int64]


def scan(frame: pd.DataFrame, processes: Processes, settings: Settings, horizon: Horizon, by: str = "") -> pd.DataFrame:
    """The tables of a frame of rows; `by` is the column of deals that `spell`, `onward` and `skipped` are grouped by."""
    return counts(journeys(frame, processes, settings, horizon), by)


def counts(found: Journeys, by: str = "") -> pd.DataFrame:
    """The tables of some journeys."""
    grouped = _Deals(found, found.labels[by] if by else _nobody(found))
    owned = _Deals(found, found.labels["owner"])
    found_in = (_spells(grouped), _waits(grouped), _skips(grouped), _dated(owned), _late(owned), _amounts(owned))
    return added([_empty(), *itertools.chain(*found_in)])


def engine_counts(found: Journeys) -> pd.DataFrame:
    """Of the tables those that an engine learns from."""
    everybody = _Deals(found, _nobody(found))
    return added([_empty(), *_waits(everybody), *_late(everybody)])


def _nobody(found: Journeys) -> Labels:
    return Labels(np.zeros(len(found.ids), dtype=np.int32), np.array([""], dtype=object))


def added(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The table of all deals from those of disjoint sets of them; the same bytes for any split.

    Every column but `count` is a part of the key.
    """
    everything = pd.concat(list(tables), ignore_index=True)
    return everything.groupby([name for name in everything if name != "count"], sort=True)["count"].sum().reset_index()


def first_opening(tables: pd.DataFrame, day: datetime.date) -> datetime.date:
    """The day the first deal was opened; without any the day given."""
    opened = tables["days"][tables["measure"] == "opened"]
    return datetime.date(1970, 1, 1) + datetime.timedelta(days=int(opened.min())) if len(opened) else day


def lives(found: Journeys) -> Codes:
    """Whether each deal was sold in the record: 0 kept, 1 booked afterwards, 2 lost at once."""
    at_once = found.closed.astype(np.int64) - found.opened < BOOKED_AFTERWARDS_DAYS
    return np.select([at_once & (found.outcome == WON), at_once & (found.outcome == LOST)], [1, 2], 0).astype(np.int32)


class _Deals:
    """Journeys with what they are counted by, and the counting."""

    def __init__(self, found: Journeys, groups: Labels) -> None:
        self.found, self.groups = found, groups
        self.lives, self.states = Labels(lives(found), _LIVES), found.states
        self.widest = int(self.states.max(initial=0))

    def table(
        self,
        measure: str,
        rows: Places,
        state: int | Places = 0,
        cause: int | Places = 0,
        days: int | Places = 0,
        *,
        money: bool = False,
        weights: Places | None = None,
    ) -> pd.DataFrame:
        """Count the chosen deals by key; with weights add those up instead."""
        currency: Labels | str = self.found.labels["currency"].at(rows) if money else ""
        owned = (self.found.sale_type.at(rows), self.groups.at(rows), self.lives.at(rows))
        keys = dict(zip(KEYS, (measure, *owned, state, cause, days, currency), strict=True))
        return sums(len(rows), keys, weights)


def _spells(deals: _Deals) -> Iterator[pd.DataFrame]:
    """Every state of every deal: how it ended and after how many days, and how the deal ended after it."""
    found, ended = deals.found, deals.found.ended
    for state in range(deals.widest):
        rows = np.flatnonzero((found.entered[:, state] < NEVER) & (state < deals.states))
        start, following, outcome = found.entered[rows, state], found.entered[rows, state + 1], found.outcome[rows]
        went_on = following < NEVER
        cause = np.select([went_on, outcome == LOST], [1, 2], 0)
        yield deals.table("spell", rows, state, cause, np.where(went_on, following, ended[rows]) - start)
        yield deals.table("onward", rows, state, outcome.astype(np.int64), ended[rows] - start)


def _waits(deals: _Deals) -> Iterator[pd.DataFrame]:
    """Every wait, and those of the last weeks again with the age at which they came under watch."""
    every = waits(deals.found)
    yield deals.table("wait", every.deal, every.state, every.cause, every.last)
    late, came = recent(every, deals.found.today)
    yield deals.table("recent", late.deal, late.state, late.cause, late.last)
    yield deals.table("recent", late.deal, late.state, CAME, came)


def _skips(deals: _Deals) -> Iterator[pd.DataFrame]:
    """Milestones that a later one pulled along, or that were achieved after it."""
    found = deals.found
    for state in range(1, deals.widest):
        own, entered = found.achieved[:, state - 1], found.entered[:, state]
        skipped = (entered < NEVER) & (own > entered) & (state < deals.states)
        yield deals.table("skipped", np.flatnonzero(skipped), state)


def _dated(deals: _Deals) -> Iterator[pd.DataFrame]:
    """Achievements and openings by their day."""
    found = deals.found
    rows = np.flatnonzero(deals.states > 0)
    yield deals.table("opened", rows, days=found.opened[rows].astype(np.int64))
    for state in range(1, deals.widest + 1):
        rows = np.flatnonzero((found.achieved[:, state - 1] < NEVER) & (state <= deals.states))
        yield deals.table("achieved", rows, state, days=found.achieved[rows, state - 1].astype(np.int64))


def _late(deals: _Deals) -> Iterator[pd.DataFrame]:
    """How long after it happened each opening and each first achievement was recorded."""
    found = deals.found
    for state in range(deals.widest + 1):
        day = found.opened if state == 0 else found.achieved[:, state - 1]
        rows = np.flatnonzero((day < NEVER) & (found.late[:, state] >= 0) & (max(1, state) <= deals.states))
        ago = found.today - day[rows]
        cause = np.select([ago < SETTLING_DAYS, ago < SETTLING_DAYS + SETTLED_DAYS], [SETTLING, SETTLED], OLD)
        yield deals.table("late", rows, state, cause, found.late[rows, state].astype(np.int64))


def _amounts(deals: _Deals) -> Iterator[pd.DataFrame]:
    """Deals and money won by day, and open by state and days since the last milestone."""
    found = deals.found
    won = np.flatnonzero((found.outcome == WON) & (found.minor >= 0) & (deals.states > 0))
    closed = found.closed[won].astype(np.int64)
    yield deals.table("won", won, days=closed, money=True)
    yield deals.table("won_minor", won, days=closed, money=True, weights=found.minor[won])
    waiting = np.flatnonzero((found.outcome == OPEN) & (deals.states > 0))
    state, days = standing(found, waiting)
    yield deals.table("open", waiting, state, 0, days, money=True)
    minor = np.maximum(found.minor[waiting], 0)
    yield deals.table("open_minor", waiting, state, 0, days, money=True, weights=minor)


def _empty() -> pd.DataFrame:
    texts = {name: pd.Series([], dtype=object) for name in ("measure", "sale_type", "group", "life", "currency")}
    numbers = {name: pd.Series([], dtype=np.int64) for name in ("state", "cause", "days", "count")}
    return pd.DataFrame({name: (texts | numbers)[name] for name in (*KEYS, "count")})
