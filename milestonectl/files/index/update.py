"""Brings an index up to date with the files: reads what is new, and adds up again the deals that it touches."""

import json
import math
import pickle
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from milestonectl.deals.fold import separate_voided
from milestonectl.deals.settled import Settled, Sum, SumKey, added_up, settled
from milestonectl.files.index.lights import Lights, grouped, latest
from milestonectl.files.index.lines import rows_of_deals
from milestonectl.files.index.shards import Block, Known, Reader, Shard, is_current
from milestonectl.model.row import Row
from milestonectl.model.workspace import Definitions

_BATCH = 2_000
MUCH = 0.25
"""The share of all bytes that may be new."""
_NEW_SPANS = "INSERT INTO spans VALUES (?, ?, ?, ?)"
_SUM = "SELECT deals, minor FROM sums WHERE (month, owner, sale_type, what, of) = (?, ?, ?, ?, ?)"
_WITHOUT_SUM = "DELETE FROM sums WHERE (month, owner, sale_type, what, of) = (?, ?, ?, ?, ?)"


class MuchIsNewError(Exception):
    """So much is new that starting over is faster."""


class Summary(NamedTuple):
    """What the index says of one deal."""

    deal: str
    live: bool
    """Open: to be looked at whenever it is asked what is going on."""
    day: str
    recorded: str
    settled: Settled | None


class Update:
    """One bringing up to date, inside a transaction."""

    def __init__(self, database: sqlite3.Connection, root: Path, definitions: Definitions) -> None:
        self._database = database
        self._root = root
        self._definitions = definitions
        self._fields = definitions.settings.field_names
        self._touched: set[str] = set()
        self._first_spans: list[tuple[str, int, int, bytes]] = []
        """Of a first reading: put in at its end, in their order, which is much faster than as they come."""

    def run(self, shards: Sequence[Shard], known: Mapping[str, tuple[int, Known]]) -> None:
        """Make the index say what the files say."""
        lights = None if known else Lights()
        much = MUCH * sum(shard.size for shard in shards) if known else math.inf
        names = {shard.name for shard in shards}
        for name, (number, _) in known.items():
            if name not in names:
                self._forget(number)
                self._database.execute("DELETE FROM files WHERE file = ?", [number])
        for shard in shards:
            number, before = known.get(shard.name, (self._next_number(), None))
            if before is None or not is_current(before, shard):
                much -= self._read(shard, number, before, lights)
            if much < 0:
                raise MuchIsNewError
        self._database.executemany(_NEW_SPANS, sorted(self._first_spans))
        self._first_spans.clear()
        self._add_up(self._first_summaries(lights) if lights is not None else self._summaries(self._touched))
        self._database.execute("UPDATE about SET generation = generation + 1")

    def _read(self, shard: Shard, number: int, before: Known | None, lights: Lights | None) -> int:
        """Read what is new in a file; how many bytes that was."""
        with shard.path.open("rb") as stream:
            reader = Reader(stream, shard, time.time_ns(), self._fields)
            resumed = reader.resume(before)
            if before is not None and not resumed:
                self._forget(number)
            for block in reader.blocks():
                self._take(number, block, lights)
            self._remember(number, reader.known())
        return shard.size - (before.size if before and resumed else 0)

    def _take(self, number: int, block: Block, lights: Lights | None) -> None:
        by_deal = grouped(block.rows)
        found = ((deal, number, block.number(rows[0]), block.spans(rows)) for deal, rows in by_deal.items())
        if lights is None:
            self._touched.update(by_deal)
            self._database.executemany(_NEW_SPANS, found)
        else:
            for deal, rows in by_deal.items():
                lights.add(deal, rows)
            self._first_spans += found

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

    def _first_summaries(self, lights: Lights) -> Iterator[Summary]:
        for deal, light in sorted(lights.deals.items()):
            if not light.entangled:
                yield self._summary(deal, light.rows, light.day, light.recorded)
        yield from self._summaries([deal for deal, light in lights.deals.items() if light.entangled])

    def _summaries(self, deals: Collection[str]) -> Iterator[Summary]:
        """Of deals whose rows are read from the files."""
        ordered = sorted(deals)
        for start in range(0, len(ordered), _BATCH):
            batch = ordered[start : start + _BATCH]
            found = grouped(rows_of_deals(self._database, self._root, self._fields, batch))
            yield from (self._summary(deal, rows, *latest(rows)) for deal in batch for rows in [found.get(deal, [])])

    def _summary(self, deal: str, rows: Sequence[Row], day: str, recorded: str) -> Summary:
        settings, _, processes, _ = self._definitions
        standing, _ = separate_voided(rows)
        found = settled(standing, processes, settings)
        return Summary(deal, found is None and _opened(standing), day, recorded, found)

    def _add_up(self, summaries: Iterable[Summary]) -> None:
        """Replace what the index says of these deals, and the sums that they are part of."""
        old = list(self._taken_out())
        changes = added_up(self._put_in(summaries), old)
        for key, change in changes.items():
            self._change(key, change)

    def _put_in(self, summaries: Iterable[Summary]) -> Iterator[Settled]:
        for deal, live, day, recorded, found in summaries:
            if recorded:
                cells = (deal, deal.casefold(), live, day, recorded, json.dumps(found) if found else None)
                self._database.execute("INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?)", cells)
            if found:
                yield found

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


def _opened(rows: Iterable[Row]) -> bool:
    return any(row.event == "opened" for row in rows)
