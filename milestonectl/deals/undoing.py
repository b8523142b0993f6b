"""Which entry is the last one, and which undoing: an entry is all rows that one invocation wrote."""

from collections.abc import Iterable, Sequence

from milestonectl.deals.fold import separate_voided
from milestonectl.model.row import Row

UNDONE = "undone"
"""The reason of rows that `undo` writes."""
REDONE = "put back"
"""The reason of rows that put an undone entry back."""


def last_entry(rows: Sequence[Row], person: str) -> tuple[Row, ...]:
    """The last entry of a person that still counts. What was undone, and the undoing, are behind it."""
    return _latest(row for row in _standing(rows) if row.by == person and not _is_undoing(row))


def last_undoing(rows: Sequence[Row], person: str) -> tuple[Row, ...]:
    """The last `voided` rows that a person's `undo` wrote and that still count."""
    return _latest(row for row in _standing(rows) if row.by == person and _is_undoing(row) and row.reason == UNDONE)


def voiding(entry: Iterable[Row], person: str, date: str, reason: str) -> tuple[Row, ...]:
    """The rows that take an entry out of the count."""
    return tuple(Row(date=date, deal=row.deal, event="voided", by=person, ref=row.id, reason=reason) for row in entry)


def _standing(rows: Sequence[Row]) -> list[Row]:
    _, voided = separate_voided(rows)
    void = {row.id for row in voided}
    return [row for row in rows if row.id and row.recorded_at and not row.source and row.id not in void]


def _is_undoing(row: Row) -> bool:
    return row.event == "voided" and row.reason in (UNDONE, REDONE)


def _latest(rows: Iterable[Row]) -> tuple[Row, ...]:
    found = list(rows)
    latest = max((row.recorded_at for row in found), default="")
    entry = {row.id: row for row in found if row.recorded_at == latest}
    return tuple(sorted(entry.values(), key=lambda row: (row.file, row.line)))
