"""A snapshot after another: what it says anew, and which deals are gone from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from milestonectl.exchange.quality import fact
from milestonectl.model.imported import Quality
from milestonectl.model.row import Row, cells, sealed

_NOT_VALUES = frozenset({"id", "recorded_at", "date", "deal", "event", "source", "by", "note"})


def by_deal(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each deal, in the order in which they count."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.order):
        found[row.deal].append(row)
    return found


def news(rows: Sequence[Row], before: Sequence[Row], taken: str, wins: frozenset[str]) -> list[Row]:
    """The rows without those that a snapshot only repeats: the stage and the values that the ledger has already.

    A deal that was closed and is open in the snapshot has come back.
    """
    if not before:
        return list(rows)
    values, milestone, closed = _state(before, wins)
    told = [row for row in rows if row.recorded_at < taken or _is_news(row, values, milestone)]
    ends = any(row.event == "lost" or (row.event == "achieved" and row.milestone in wins) for row in rows)
    if closed and not ends and max(row.recorded_at for row in rows) >= taken:
        told.append(_reopened(rows[-1]))
    return told


def gone(before: Mapping[str, list[Row]], there: Iterable[str], source: str, wins: frozenset[str]) -> list[Quality]:
    """Open deals of an earlier snapshot that are not in this one: deleted in the source, or merged."""
    present = frozenset(there)
    open_deals = [
        deal
        for deal, rows in before.items()
        if deal not in present and any(row.source == source for row in rows) and not _state(rows, wins)[2]
    ]
    found = fact("gone", "open deals that this snapshot no longer has", open_deals)
    return [found] if found.count else []


def _state(rows: Iterable[Row], wins: frozenset[str]) -> tuple[dict[str, str], str, bool]:
    values: dict[str, str] = {}
    milestone, closed = "", False
    for row in rows:
        if row.event in ("opened", "changed"):
            values |= {name: text for name, text in cells(row).items() if name not in _NOT_VALUES}
        milestone = row.milestone if row.event == "achieved" else milestone
        ends = row.event == "lost" or (row.event == "achieved" and row.milestone in wins)
        closed = (closed or ends) and row.event != "reopened"
    return values, milestone, closed


def _is_news(row: Row, values: Mapping[str, str], milestone: str) -> bool:
    if row.event == "changed":
        said = cells(row)
        return any(values.get(name) != text for name, text in said.items() if name not in _NOT_VALUES)
    return row.event != "achieved" or row.milestone != milestone


def _reopened(last: Row) -> Row:
    said = {name: text for name, text in cells(last).items() if name in ("recorded_at", "date", "deal", "source")}
    return sealed({**said, "event": "reopened", "reason": "open again in the source"})
