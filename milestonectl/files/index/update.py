"""Brings an index up to date with the files: reads what is new, and adds up again the deals that it touches."""

import itertools
import json
import math
import pickle
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from milestonectl.deals.settled import Settled, Sum, SumKey, added_up
from milestonectl.files.index.kept import Kept
from milestonectl.files.index.lines import rows_of_deals
from milestonectl.files.index.shards import Block, Known, Reader, Shard, is_current, nothing_apart, packed
from milestonectl.files.index.summaries import Summary, grouped, summary
from milestonectl.model.workspace import Definitions

if TYPE_CHECKING:
    from milestonectl.files.index.first import First

_BATCH = 2_000
MUCH = 0.25
"""The share of all bytes that may be new."""
COLUMNS_BYTES = 4_000_000
"""A first reading of as much is done in columns."""
_NEW_SPANS = "INSERT INTO spans VALUES (?, ?, ?, ?)"
_NEW_DEAL = "INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?)"
_SUM = "SELECT deals, minor FROM sums WHERE (month, owner, sale_type, what, of) = (?, ?, ?, ?, ?)"
_WITHOUT_SUM = "DELETE FROM sums WHERE (month, owner, sale_type, what, of) = (?, ?, ?, ?, ?)"


_RECORDED, _SETTLED = attrgetter("recorded"), attrgetter("settled")


class MuchIsNewError(Exception):
    """So much is new that starting over is faster."""


class Update:
    """One bringing up to date, inside a transaction."""

    def __init__(self, database: sqlite3.Connection, root: Path, definitions: Definitions) -> None:
        self._database = database
        self._root = root
        self._definitions = definitions
        self._fields = definitions.settings.field_names
        self._touched: set[str] = set()

    def run(self, shards: Sequence[Shard], known: Mapping[str, tuple[int, Known]]) -> None:
        """Make the index say what the files say."""
        size = sum(shard.size for shard in shards)
        first = _first(size) if not known else None
        much = MUCH * size if known else math.inf
        names = {shard.name for shard in shards}
        for name, (number, _) in known.items():
            if name not in names:
                self._forget(number)
                self._database.execute("DELETE FROM files WHERE file = ?", [number])
        for shard in shards:
            number, before = known.get(shard.name, (self._next_number(), None))
            if before is None or not is_current(before, shard):
                much -= self._read(shard, number, before, first)
            if much < 0:
                raise MuchIsNewError
        self._add_up(self._summaries(self._touched) if first is None else self._first_summaries(first))
        self._database.execute("UPDATE about SET generation = generation + 1")

    def _read(self, shard: Shard, number: int, before: Known | None, first: "First | Kept | None") -> int:
        """Read what is new in a file; how many bytes that was."""
        with shard.path.open("rb") as stream:
            reader = Reader(stream, shard, self._fields, first.take_apart if first else nothing_apart)
            resumed = reader.resume(before)
            if before is not None and not resumed:
                self._forget(number)
            for block in reader.blocks():
                if first is None:
                    self._take(number, block)
                else:
                    first.take(number, block)
            self._remember(number, reader.known())
        return shard.size - (before.size if before and resumed else 0)

    def _take(self, number: int, block: Block) -> None:
        by_deal = grouped(block.rows)
        self._touched.update(by_deal)
        found = ((deal, number, block.number(rows[0]), packed(block, rows)) for deal, rows in by_deal.items())
        self._database.executemany(_NEW_SPANS, found)

    def _next_number(self) -> int:
        found = self._database.execute("SELECT coalesce(max(file), 0) + 1 FROM files").fetchone()
        return int(found[0])

    def _remember(self, number: int, known: Known) -> None:
        problems = pickle.dumps(known.problems) if known.problems else None
        headers = json.dumps(known.headers)
        cells = (
            number,
            known.name,
            known.state,
            known.read_at,
            known.size,
            known.lines,
            known.digest,
            headers,
            problems,
        )
        self._database.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", cells)

    def _forget(self, number: int) -> None:
        deals = self._database.execute("SELECT DISTINCT deal FROM spans WHERE file = ?", [number])
        self._touched.update(deal for (deal,) in deals)
        self._database.execute("DELETE FROM spans WHERE file = ?", [number])

    def _first_summaries(self, first: "First | Kept") -> Iterator[Summary]:
        self._database.executemany(_NEW_SPANS, first.spans())
        yield from first.summaries(self._definitions)
        yield from self._summaries(first.left())

    def _summaries(self, deals: Collection[str]) -> Iterator[Summary]:
        """Of deals whose rows are read from the files."""
        ordered = sorted(deals)
        for start in range(0, len(ordered), _BATCH):
            batch = ordered[start : start + _BATCH]
            found = grouped(rows_of_deals(self._database, self._root, self._fields, batch))
            yield from (summary(deal, found.get(deal, []), self._definitions) for deal in batch)

    def _add_up(self, summaries: Iterable[Summary]) -> None:
        """Replace what the index says of these deals, and the sums that they are part of."""
        old = list(self._taken_out())
        changes = added_up(self._put_in(summaries), old)
        for key, change in changes.items():
            self._change(key, change)

    def _put_in(self, summaries: Iterable[Summary]) -> Iterator[Settled]:
        left = iter(summaries)
        while batch := list(itertools.islice(left, _BATCH)):
            self._database.executemany(_NEW_DEAL, map(_cells, filter(_RECORDED, batch)))
            yield from filter(None, map(_SETTLED, batch))

    def _taken_out(self) -> Iterator[Settled]:
        for deal in self._touched:
            found = self._database.execute("SELECT settled FROM deals WHERE deal = ?", [deal]).fetchone()
            self._database.execute("DELETE FROM deals WHERE deal = ?", [deal])
            if found and found[0]:
                yield Settled(*json.loads(found[0]))

    def _change(self, key: SumKey, change: Sum) -> None:
        found = self._database.execute(_SUM, key).fetchone() or (0, "0")
        self._database.execute(_WITHOUT_SUM, key)
        deals, minor = found[0] + change.deals, int(found[1]) + change.minor
        if deals:
            self._database.execute("INSERT INTO sums VALUES (?, ?, ?, ?, ?, ?, ?)", [*key, deals, str(minor)])


def _first(size: int) -> "First | Kept":
    """What a first reading of so many bytes is done with."""
    if size < COLUMNS_BYTES:
        return Kept()
    # Only here: a first reading of much is all that needs numpy.
    from milestonectl.files.index.first import First

    return First()


def _cells(summary: Summary) -> tuple[str, str, bool, str, str, str | None]:
    deal, live, day, recorded, found = summary
    return deal, deal.casefold(), live, day, recorded, json.dumps(found) if found else None
