"""What a first reading keeps of each deal instead of all its rows: those that decide whether it is closed, and what it reached."""

import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from milestonectl.model.row import NO_FIELDS, Row

_DECIDING = frozenset({"opened", "changed", "achieved", "lost", "reopened", "voided"})


@dataclass(slots=True)
class Light:
    """The rows that decide how a deal is added up."""

    rows: list[Row] = field(default_factory=list)
    day: str = ""
    """The latest day that anything but a plan is dated."""
    recorded: str = ""
    """When its latest row was recorded."""
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    """Hashes of the ids of all its rows."""
    entangled: bool = False
    """An id stands there twice, so that only all rows together tell which of them counts; or a row has none, so that only
    all of its cells tell its order. A chance match only costs time."""


class Lights:
    """All deals of a first reading."""

    def __init__(self) -> None:
        self.deals: dict[str, Light] = {}

    def add(self, deal: str, rows: Sequence[Row]) -> None:
        """Take in further rows of a deal."""
        light = self.deals.setdefault(deal, Light())
        ids = [hash(row.id) for row in rows if row.id]
        different = set(ids)
        light.entangled |= len(different) < len(rows) or not different.isdisjoint(light.ids)
        light.ids.extend(ids)
        light.day, light.recorded = latest(rows, light.day, light.recorded)
        light.rows += [_slim(row, deal) for row in rows if row.event in _DECIDING]


def _slim(row: Row, deal: str) -> Row:
    """The row without the cells that decide nothing."""
    day, event, milestone = map(sys.intern, (row.date, row.event, row.milestone))
    said = (row.sale_type, row.process, "", row.owner, row.amount, row.currency)
    before = (row.id, row.recorded_at, day, deal, event, milestone, "", "", row.ref, "", "", "", "")
    return Row._make((*before, *said, "", "", "", NO_FIELDS, "", 0))


def latest(rows: Sequence[Row], day: str = "", recorded: str = "") -> tuple[str, str]:
    """The latest day that anything but a plan is dated, and the latest recording."""
    days = [row.date for row in rows if row.event != "planned"]
    return max([day, *days]), max([recorded, *[row.recorded_at or row.date for row in rows]])


def grouped(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    """Rows by deal, in the order they stand."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.deal, []).append(row)
    return found
