"""A snapshot after another: what it says anew, and which deals are gone from it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby
from operator import attrgetter

from milestonectl.exchange.quality import fact
from milestonectl.exchange.state import NOT_VALUES, State, state_of
from milestonectl.model.imported import Quality
from milestonectl.model.mapping import OPEN
from milestonectl.model.row import Row, Rows, cells, rows_of, sealed

_DEAL = attrgetter("deal")


def news(rows: Rows, before: Mapping[str, Sequence[Row]], taken: str, wins: frozenset[str]) -> Rows:
    """The rows without those that a snapshot only repeats: the stage and the values that the ledger has already.

    A deal that was closed and is open in the snapshot has come back.
    """
    if before.keys().isdisjoint(rows.column("deal")):
        return rows
    deals = ((list(told), before.get(deal, ())) for deal, told in groupby(rows, _DEAL))
    return rows_of(list(chain.from_iterable(_news(told, known, taken, wins) for told, known in deals)))


def _news(rows: list[Row], before: Sequence[Row], taken: str, wins: frozenset[str]) -> list[Row]:
    """Those of one deal."""
    if not before:
        return rows
    state = state_of(before, wins)
    told = [row for row in rows if row.recorded_at < taken or _is_news(row, state)]
    ends = any(row.event == "lost" or (row.event == "achieved" and row.milestone in wins) for row in rows)
    if state.outcome != OPEN and not ends and max(row.recorded_at for row in rows) >= taken:
        told.append(_reopened(rows[-1]))
    return told


def gone(before: Mapping[str, list[Row]], there: Iterable[str], source: str, wins: frozenset[str]) -> list[Quality]:
    """Open deals of an earlier snapshot that are not in this one: deleted in the source, or merged."""
    present = frozenset(there)
    open_deals = [
        deal
        for deal, rows in before.items()
        if deal not in present and any(row.source == source for row in rows) and state_of(rows, wins).outcome == OPEN
    ]
    found = fact("gone", "open deals that this snapshot no longer has", open_deals)
    return [found] if found.count else []


def _is_news(row: Row, state: State) -> bool:
    if row.event == "changed":
        said = cells(row)
        return any(state.values.get(name) != text for name, text in said.items() if name not in NOT_VALUES)
    return row.event != "achieved" or row.milestone != state.milestone


def _reopened(last: Row) -> Row:
    said = {name: text for name, text in cells(last).items() if name in ("recorded_at", "date", "deal", "source")}
    return sealed({**said, "event": "reopened", "reason": "open again in the source"})
