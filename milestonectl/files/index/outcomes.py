"""How deals ended, in columns: what `deals.settled.settled` says of each of many deals, from their rows that count."""

import datetime
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from milestonectl.deals.deal import Outcome
from milestonectl.deals.settled import Settled
from milestonectl.model.money import parse_money
from milestonectl.model.process import Processes
from milestonectl.model.row import EVENTS
from milestonectl.model.workspace import Definitions

Table = npt.NDArray[Any]
Numbers = npt.NDArray[Any]
_VALUES = ("sale_type", "process", "owner", "amount", "currency")
TEXTS = ("milestone", *_VALUES)
"""The columns that decide how a deal ended, and what it adds to the sums."""
_OPENED, _CHANGED, _ACHIEVED, _LOST, _REOPENED, VOIDED = DECIDING = tuple(
    EVENTS.index(event) for event in ("opened", "changed", "achieved", "lost", "reopened", "voided")
)
SECONDS_A_DAY = 24 * 60 * 60
FRACTIONS = 1 << 21
WHOLE = 1 << 20
"""In the place of a fraction of a second: text order is kept, as `Z` sorts after `.`."""
Texts = Mapping[str, Sequence[str]]


def outcomes(said: Table, deals: int, texts: Texts, definitions: Definitions) -> Iterator[tuple[bool, Settled | None]]:
    """Of each deal whether it was opened, and what it adds to the sums: nothing while it is open.

    The rows are columns of numbers: `deal`, `event` and `day`, what tells their order, and codes of `texts`, 0 for none.
    """
    order = np.lexsort((said["ids"][:, 1], said["ids"][:, 0], _moments(said), said["day"], said["deal"]))
    rows = np.take(said, order)
    opening = np.zeros(deals, dtype=np.int64)
    first = _firsts(rows, rows["event"] == _OPENED)
    opening[rows["deal"][first]] = rows["day"][first]
    values = {name: _last_said(rows, name, deals) for name in _VALUES}
    types, wins = _processes(opening, values, texts, definitions.processes)
    event, closed = _closed(rows, wins, deals)
    achieved = np.compress(rows["event"] == _ACHIEVED, rows)
    bounds = np.searchsorted(achieved["deal"], np.arange(deals + 1)).tolist()
    reached = list(zip(achieved["milestone"].tolist(), (achieved["day"] // 100).tolist(), strict=True))
    cells = zip(*(values[name].tolist() for name in ("owner", "amount", "currency")), strict=True)
    each = zip(opening.tolist(), types, event.tolist(), closed.tolist(), cells, bounds[:-1], bounds[1:], strict=True)
    for opened, sale_type, ended, day, (owner, amount, currency), start, end in each:
        if not opened or ended not in (_LOST, _ACHIEVED):
            yield opened > 0, None
            continue
        named = texts["currency"][currency] or definitions.settings.currency
        money = parse_money(texts["amount"][amount], named)
        months: dict[str, str] = {}
        for milestone, month in reached[start:end]:
            months.setdefault(texts["milestone"][milestone], _month(month))
        worth = (money.currency, money.minor) if money else ("", 0)
        outcome: Outcome = "lost" if ended == _LOST else "won"
        yield True, Settled(texts["owner"][owner], sale_type, outcome, *worth, _month(day // 100), months)


@functools.lru_cache(maxsize=10_000)
def _month(number: int) -> str:
    return f"{number // 100:04d}-{number % 100:02d}"


def _moments(said: Table) -> Numbers:
    """The order of recording: a moment without a fraction is the same as with one of zero."""
    whole = said["moment"] % FRACTIONS == WHOLE
    return np.where(whole, said["moment"] - WHOLE + 1, said["moment"])


def _firsts(rows: Table, chosen: Numbers) -> Numbers:
    """The first of the chosen rows of each deal."""
    places = np.flatnonzero(chosen)
    return np.asarray(places[np.diff(rows["deal"][places], prepend=-1) != 0])


def _lasts(rows: Table, chosen: Numbers) -> Numbers:
    """The last of the chosen rows of each deal."""
    places = np.flatnonzero(chosen)
    return np.asarray(places[np.diff(rows["deal"][places], append=-1) != 0])


def _last_said(rows: Table, name: str, deals: int) -> Numbers:
    """The last value of a column in each deal; changes count after what was said when it was opened."""
    found = np.zeros(deals, dtype=np.int64)
    for event in (_OPENED, _CHANGED):
        last = _lasts(rows, (rows["event"] == event) & (rows[name] > 0))
        found[rows["deal"][last]] = rows[name][last]
    return found


def _processes(
    opening: Numbers, values: Mapping[str, Numbers], texts: Texts, processes: Processes
) -> tuple[list[str], Numbers]:
    """The sale type of each deal, and the code of the milestone that wins it: 0 for none, or one nobody achieved."""
    codes = {text: code for code, text in enumerate(texts["milestone"])}

    @functools.cache
    def found(day: int, sale_type: int, pin: int) -> tuple[str, int]:
        if not day:
            return "", 0
        opened = datetime.date(day // 10000, day // 100 % 100, day % 100)
        named, pinned = texts["sale_type"][sale_type], texts["process"][pin]
        process = processes.pinned(pinned) if pinned else processes.current(named, opened)
        return named or (process.name if process else ""), codes.get(process.wins, 0) if process else 0

    asked = zip(opening.tolist(), values["sale_type"].tolist(), values["process"].tolist(), strict=True)
    answers = [found(*each) for each in asked]
    return [sale_type for sale_type, _ in answers], np.array([wins for _, wins in answers], dtype=np.int64)


def _closed(rows: Table, wins: Numbers, deals: int) -> tuple[Numbers, Numbers]:
    """The last word on each deal (won by its winning milestone, lost, reopened; -1 for none) and its day.

    A deal that is won stays won on that day, whatever is achieved again.
    """
    won = (rows["event"] == _ACHIEVED) & (rows["milestone"] == wins[rows["deal"]]) & (rows["milestone"] > 0)
    other = (rows["event"] == _LOST) | (rows["event"] == _REOPENED)
    event, day, since = np.full(deals, -1), np.zeros(deals, dtype=np.int64), np.full(deals, -1)
    last = _lasts(rows, other)
    event[rows["deal"][last]], day[rows["deal"][last]], since[rows["deal"][last]] = (
        rows["event"][last],
        rows["day"][last],
        last,
    )
    again = _firsts(rows, won & (np.arange(len(rows)) > since[rows["deal"]]))
    event[rows["deal"][again]], day[rows["deal"][again]] = rows["event"][again], rows["day"][again]
    return event, day
