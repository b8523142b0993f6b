"""A first reading of much: the rows of all files in columns, from which the index is made without a value for each row.

What it says of a deal is what `summaries.summary` says of the same rows; where only all rows of a deal together can tell,
it leaves the deal to that.
"""

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from milestonectl.files.grid import Grid
from milestonectl.files.grid_cells import Codes, Flags, Places, Words, mixed
from milestonectl.files.index.outcomes import DECIDING, FRACTIONS, SECONDS_A_DAY, TEXTS, VOIDED, WHOLE, outcomes
from milestonectl.files.index.shards import Apart, Block, nothing_apart
from milestonectl.files.index.summaries import Summary
from milestonectl.files.wrong_rows import MOMENT_WORDS, digits, plain_rows
from milestonectl.model.row import EVENTS
from milestonectl.model.workspace import Definitions

Table = npt.NDArray[Any]
"""Rows with named columns."""
Coded = tuple[Codes, Sequence[str]]
_SPAN = np.dtype([("line", "u8"), ("offset", "u8"), ("length", "u4")])
_ID_WORDS = 2
_IDS = ("ids", "u8", 2)
"""The first bytes of an id: all of one that the tool has made."""
_EVERY = np.dtype(
    [
        ("deal", "i4"),
        ("file", "i4"),
        ("day", "i4"),
        ("nameless", "?"),
        ("long", "?"),
        ("moment", "i8"),
        _IDS,
        ("span", _SPAN),
    ]
)
"""What is kept of every row; the day as 20261121, of a plan 0."""
_SAID = np.dtype(
    [
        *(("deal", "i4"), ("event", "i4"), ("day", "i4"), ("moment", "i8"), _IDS),
        *(("refs", "u8", 2), ("long", "?")),
        *((name, "i4") for name in TEXTS),
    ]
)
"""What is kept of the rows that decide how a deal ended, texts as codes; the references of those that void."""


def take_apart(text: bytes) -> Apart:
    """The plain rows of a text, and what is to be read one by one."""
    found = plain_rows(text)
    if found is None:
        return nothing_apart(text)
    grid, _ = found
    return Apart(grid.rest, [*grid.lines.starts.tolist(), len(text)], grid)


class First:
    """All that a first reading keeps."""

    take_apart = staticmethod(take_apart)

    def __init__(self) -> None:
        self._deals: dict[str, int] = {}
        self._texts: dict[str, dict[str, int]] = {name: {"": 0} for name in TEXTS}
        self._every: list[Table] = []
        self._said: list[Table] = []

    def take(self, file: int, block: Block) -> None:
        """Take in further rows."""
        if block.apart.grid is not None:
            self._take_grid(file, block, block.apart.grid)
        if block.rows:
            self._take_rows(file, block)

    def _take_grid(self, file: int, block: Block, grid: Grid) -> None:
        every, places = np.zeros(len(grid.numbers), _EVERY), grid.numbers
        every["file"] = file
        starts = np.append(grid.lines.starts, len(grid.raw))
        every["span"]["line"] = places + 1 + block.above
        every["span"]["offset"] = starts[places] + block.offset
        every["span"]["length"] = starts[places + 1] - starts[places]
        ids = grid.cells("id")
        every["ids"] = ids.words(_ID_WORDS)
        every["long"] = ids.ends - ids.starts > 8 * _ID_WORDS
        recorded = grid.words("recorded_at", MOMENT_WORDS)
        self._keep(every, recorded, grid.coded, lambda name, rows: grid.cells(name)[rows].coded())

    def _take_rows(self, file: int, block: Block) -> None:
        rows = block.rows
        every = np.zeros(len(rows), _EVERY)
        every["file"] = file
        every["span"] = [block.span(row) for row in rows]
        every["ids"], every["long"] = _words([row.id for row in rows], _ID_WORDS)
        every["nameless"] = [not row.id for row in rows]
        recorded, _ = _words([row.recorded_at for row in rows], MOMENT_WORDS)
        everywhere = np.arange(len(rows))

        def coded(name: str, chosen: Places = everywhere) -> Coded:
            return np.arange(len(chosen), dtype=np.int32), [getattr(rows[number], name) for number in chosen]

        self._keep(every, recorded, coded, coded)

    def _keep(
        self, every: Table, recorded: Words, coded: Callable[[str], Coded], chosen: Callable[[str, Places], Coded]
    ) -> None:
        days, events = (_mapped(coded(name), number) for name, number in (("date", _number), ("event", EVENTS.index)))
        every["deal"] = _mapped(coded("deal"), functools.partial(_code, self._deals))
        every["moment"] = _moments(recorded, days)
        every["day"] = np.where(events == EVENTS.index("planned"), 0, days)
        rows = np.flatnonzero(np.isin(events, DECIDING))
        said = np.zeros(len(rows), _SAID)
        for name in ("deal", "moment", "ids"):
            said[name] = every[name][rows]
        said["day"], said["event"] = days[rows], events[rows]
        for name, known in self._texts.items():
            said[name] = _mapped(chosen(name, rows), functools.partial(_code, known))
        voiding = np.flatnonzero(said["event"] == VOIDED)
        codes, refs = chosen("ref", rows[voiding])
        words, long = _words(refs, _ID_WORDS)
        said["refs"][voiding], said["long"][voiding] = words[codes], long[codes]
        self._every.append(every)
        self._said.append(said)

    def spans(self) -> Iterator[tuple[str, int, int, bytes]]:
        """For each deal and file the deal, the file, the first line, and the places of the rows."""
        names, every, *_ = self._by_deal
        starts = np.flatnonzero((np.diff(every["deal"], prepend=-1) != 0) | (np.diff(every["file"], prepend=-1) != 0))
        packed, size = every["span"].tobytes(), _SPAN.itemsize
        first = every[starts]
        lines = zip(first["deal"].tolist(), first["file"].tolist(), first["span"]["line"].tolist(), strict=True)
        cuts = [*(starts * size).tolist(), len(packed)]
        for (deal, file, line), (start, end) in zip(lines, itertools.pairwise(cuts), strict=True):
            yield names[deal], file, line, packed[start:end]

    def left(self) -> Sequence[str]:
        """The deals of which only the index can tell, which has the places of all their rows."""
        names, *_, entangled = self._by_deal
        return [names[deal] for deal in np.flatnonzero(entangled)]

    def summaries(self, definitions: Definitions) -> Iterator[Summary]:
        """Of all others."""
        names, every, said, entangled = self._by_deal
        starts = np.flatnonzero(np.diff(every["deal"], prepend=-1))
        latest = (np.maximum.reduceat(every[name], starts).tolist() if names else [] for name in ("day", "moment"))
        texts = {name: list(known) for name, known in self._texts.items()}
        found = outcomes(said, len(names), texts, definitions)
        for name, left, day, moment, (opened, settled) in zip(names, entangled.tolist(), *latest, found, strict=True):
            if not left:
                yield Summary(name, opened and settled is None, _day(day), _text(moment), settled)

    @functools.cached_property
    def _by_deal(self) -> "_ByDeal":
        """Everything in the order of deals; the tables are used up, to save memory."""
        names = sorted(self._deals)
        ranks = np.zeros(len(names), dtype=np.int32)
        ranks[[self._deals[name] for name in names]] = np.arange(len(names))
        every, said = _in_order(self._every, _EVERY, ranks), _in_order(self._said, _SAID, ranks)
        voided = _voided(said)
        return _ByDeal(names, every, np.compress(~voided, said), _entangled(every, said, voided, len(names)))


class _ByDeal(NamedTuple):
    """Rows in the order of deals."""

    names: list[str]
    every: Table
    said: Table
    entangled: Flags


def _mapped(coded: Coded, number: Callable[[str], int]) -> Codes:
    """A number for each cell, asking once for each text."""
    codes, texts = coded
    return np.asarray(np.array([number(text) for text in texts], dtype=np.int32)[codes], dtype=np.int32)


def _code(known: dict[str, int], text: str) -> int:
    return known.setdefault(text, len(known))


def _words(texts: Sequence[str], number: int) -> tuple[Words, Flags]:
    """The first bytes of some texts, eight a number, and which texts are longer."""
    raw = [text.encode() for text in texts]
    words = np.array(raw, dtype=f"S{8 * number}").view(">u8").reshape(len(raw), number).astype(np.uint64)
    return words, np.array([len(each) > 8 * number for each in raw], dtype=bool)


def _number(day: str) -> int:
    return int(day.replace("-", ""))


@functools.lru_cache(maxsize=10_000)
def _day(number: int) -> str:
    return f"{number // 10000:04d}-{number // 100 % 100:02d}-{number % 100:02d}" if number else ""


def _moments(recorded: Words, days: Codes) -> npt.NDArray[np.int64]:
    """When each row was recorded, as numbers that sort like the text; a row that does not say counts from its date."""
    signs = digits(recorded)
    pairs = (10 * signs[:, place] + signs[:, place + 1] for place in (0, 2, 5, 8, 11, 14, 17, 20, 22, 24))
    century, year, month, day, hour, minute, second, *fractions = (pair.astype(np.int64) for pair in pairs)
    whole = signs[:, 19] == ord("Z") ^ ord(".")
    fraction = np.where(whole, WHOLE, 1 + (fractions[0] * 100 + fractions[1]) * 100 + fractions[2])
    seconds = (hour * 60 + minute) * 60 + second
    found = ((((century * 100 + year) * 100 + month) * 100 + day) * SECONDS_A_DAY + seconds) * FRACTIONS + fraction
    return np.where(recorded[:, 0] == 0, days.astype(np.int64) * SECONDS_A_DAY * FRACTIONS, found)


def _text(moment: int) -> str:
    """The text that `_moments` made a number of."""
    seconds, fraction = divmod(moment, FRACTIONS)
    day, second = divmod(seconds, SECONDS_A_DAY)
    if not fraction:
        return _day(day)
    rest = "Z" if fraction == WHOLE else f".{fraction - 1:06d}Z"
    return f"{_day(day)}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}{rest}"


def _in_order(tables: list[Table], columns: "np.dtype[Any]", ranks: Codes) -> Table:
    """Some tables as one, in the order of the deals' ranks: `np.take` moves whole rows, which is ten times as fast as `[]`."""
    table = np.concatenate(tables) if tables else np.zeros(0, columns)
    tables.clear()
    table["deal"] = ranks[table["deal"]]
    return np.take(table, np.argsort(table["deal"], kind="stable"))


def _voided(said: Table) -> Flags:
    """The rows that a row of their deal voids."""
    voiding = said[said["event"] == VOIDED]
    void = set(zip(voiding["deal"].tolist(), map(tuple, voiding["refs"].tolist()), strict=True))
    likely = np.flatnonzero(np.isin(said["deal"], voiding["deal"]))
    ids = zip(said["deal"][likely].tolist(), map(tuple, said["ids"][likely].tolist()), strict=True)
    found = np.zeros(len(said), dtype=bool)
    found[likely] = [each in void for each in ids]
    return found


def _entangled(every: Table, said: Table, voided: Flags, deals: int) -> Flags:
    """Deals of which only all rows together tell.

    A row has no id, or an id stands twice, or one that may be voided is longer than what is kept of it, or a row that voids
    is voided itself. A chance match only costs time.
    """
    voiding = said["event"] == VOIDED
    found, voids = np.zeros(deals, dtype=bool), np.zeros(deals, dtype=bool)
    voids[said["deal"][voiding]] = True
    found[every["deal"][every["nameless"] | (every["long"] & voids[every["deal"]])]] = True
    found[said["deal"][voiding & (voided | said["long"])]] = True
    keys = mixed([every["ids"][:, 0], every["ids"][:, 1], every["deal"].astype(np.uint64)])
    ordered = np.sort(keys)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    found[every["deal"][np.isin(keys, twice)]] = True
    return found
