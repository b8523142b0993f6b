"""The index as commands ask it. Each answer is nothing when the index cannot give it: then all files are to be read."""

import json
import pickle
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from milestonectl.deals.settled import EVER, Settled, Sum, SumKey, Sums, added_up
from milestonectl.files.index.lines import rows_of_deals
from milestonectl.files.index.shards import ChangedError
from milestonectl.files.index.store import connected, transaction, version_of
from milestonectl.model.clock import Horizon
from milestonectl.model.period import Period
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row

FAILURES = (sqlite3.Error, ChangedError, OSError, ValueError, OverflowError, pickle.UnpicklingError)
"""What may go wrong with a disposable file. The answer to all of it is to read the ledger instead."""
MANY_DEALS = 20_000
"""Reading the rows of more deals than this one by one is no faster than reading everything."""
_NAMED = "SELECT deal FROM deals WHERE folded = ? LIMIT ?"
_RECORDED = "SELECT deal FROM deals WHERE recorded >= ? LIMIT ?"
_GOING = """
SELECT deal, settled FROM deals WHERE live
UNION SELECT deal, settled FROM deals WHERE day > ?
UNION SELECT deal, settled FROM deals WHERE recorded > ?
LIMIT ?"""

T = TypeVar("T")


class Going(NamedTuple):
    """What is going on: the rows of the deals to look at, and sums over all others."""

    rows: list[Row]
    sums: Sums


class Index(NamedTuple):
    """An index that agreed with the files."""

    path: Path
    root: Path
    version: str
    generation: int
    field_names: tuple[str, ...]
    problems: tuple[Problem, ...]
    """In the ledger's files."""

    def names(self) -> list[str] | None:
        """The names of all deals, in order."""
        return self._ask(_names)

    def rows_named(self, deal_id: str) -> list[Row] | None:
        """The rows of every deal of that name, whatever its case."""
        return self._ask(lambda database: _rows(database, self, _NAMED, deal_id.casefold()))

    def rows_recorded_since(self, moment: str) -> list[Row] | None:
        """The rows of every deal about which something was recorded at that moment or later."""
        return self._ask(lambda database: _rows(database, self, _RECORDED, moment))

    def going_on(self, horizon: Horizon, period: Period) -> Going | None:
        """Every deal that is open or has rows beyond the horizon, and sums over all others.

        The sums are those of all time, and of the months of the period.
        """
        return self._ask(lambda database: _going_on(database, self, horizon, period))

    def _ask(self, answer: Callable[[sqlite3.Connection], T | None]) -> T | None:
        try:
            with connected(self.path) as database, transaction(database):
                unchanged = version_of(database) == (self.version, self.generation)
                return answer(database) if unchanged else None
        except FAILURES:
            return None


def _names(database: sqlite3.Connection) -> list[str]:
    return sorted(deal for (deal,) in database.execute("SELECT deal FROM deals"))


def _rows(database: sqlite3.Connection, index: Index, query: str, value: str) -> list[Row] | None:
    found = database.execute(query, [value, MANY_DEALS])
    return _of_deals(database, index, [deal for (deal,) in found])


def _of_deals(database: sqlite3.Connection, index: Index, deals: Sequence[str]) -> list[Row] | None:
    if len(deals) >= MANY_DEALS:
        return None
    return rows_of_deals(database, index.root, index.field_names, deals)


def _going_on(database: sqlite3.Connection, index: Index, horizon: Horizon, period: Period) -> Going | None:
    found = database.execute(_GOING, [horizon.day.isoformat(), horizon.recorded_by, MANY_DEALS]).fetchall()
    rows = _of_deals(database, index, [deal for deal, _ in found])
    if rows is None:
        return None
    months = (period.start.isoformat()[:7], period.end.isoformat()[:7])
    looked_at = [Settled(*json.loads(each)) for _, each in found if each]
    before = dict(_sums(database, months))
    after = added_up([], looked_at, before)
    return Going(rows, {key: found for key, found in after.items() if key in before})


def _sums(database: sqlite3.Connection, months: tuple[str, str]) -> Iterator[tuple[SumKey, Sum]]:
    found = database.execute("SELECT * FROM sums WHERE month = ? OR month BETWEEN ? AND ?", [EVER, *months])
    for month, owner, sale_type, what, of, deals, minor in found:
        yield SumKey(month, owner, sale_type, what, of), Sum(deals, int(minor))
