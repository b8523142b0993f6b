"""What a first reading keeps of each deal, instead of all its rows: what decides whether it is closed, and when what was reached."""

import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from milestonectl.deals.settled import Settled, settled
from milestonectl.model.process import Processes
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

_DECIDING = frozenset({"opened", "changed", "lost", "reopened"})


@dataclass(slots=True)
class Light:
    """The rows that decide a deal's outline, and the first day of each milestone."""

    rows: list[Row] = field(default_factory=list)
    achieved: dict[str, str] = field(default_factory=dict)
    day: str = ""
    """The latest day that anything but a plan is dated."""
    recorded: str = ""
    """When its latest row was recorded."""
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    """Hashes of the ids of its rows."""
    entangled: bool = False
    """Rows are voided or stand there twice: only all rows together tell which of them count."""


class Lights:
    """All deals of a first reading."""

    def __init__(self, processes: Processes) -> None:
        self.deals: dict[str, Light] = {}
        self._wins = frozenset(process.wins for process in processes)

    def add(self, deal: str, rows: Sequence[Row]) -> None:
        """Take in further rows of a deal."""
        light = self.deals.setdefault(deal, Light())
        ids = [hash(row.id) for row in rows if row.id]
        light.entangled |= len(set(ids)) < len(ids) or not set(ids).isdisjoint(light.ids)
        light.ids.extend(ids)
        light.day, light.recorded = latest(rows, light.day, light.recorded)
        for row in rows:
            event = row.event
            if event == "achieved":
                if row.date < light.achieved.get(row.milestone, "~"):
                    light.achieved[sys.intern(row.milestone)] = sys.intern(row.date)
                if row.milestone in self._wins:
                    light.rows.append(row)
            elif event in _DECIDING:
                light.rows.append(row)
            elif event == "voided":
                light.entangled = True


def settled_light(light: Light, processes: Processes, settings: Settings) -> Settled | None:
    """What a deal adds to the sums, if it is closed."""
    rows = sorted(light.rows, key=lambda row: row.order)
    return settled(rows, light.achieved, processes, settings)


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
