"""The workspace as its files are at this moment: what has not changed is not thought through again."""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from milestonectl.commands.gather import Gathered, gather_now
from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold, rows_by_deal
from milestonectl.deals.pipeline import Position, position
from milestonectl.model.row import Row, cells


@dataclass(frozen=True)
class Snapshot:
    """Everything at one moment."""

    gathered: Gathered
    rows: Mapping[str, Sequence[Row]]
    """The rows of each deal."""
    positions: Mapping[str, Position]
    mark: str
    """Changes whenever a file or the day does."""


class Live:
    """Holds the last snapshot. Several threads may ask."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._last: Snapshot | None = None

    def current(self) -> Snapshot:
        """The workspace as it is now."""
        with self._lock:
            self._last = snapshot(gather_now(self.root), self._last)
            return self._last

    def gather(self, _root: Path) -> Gathered:
        """The same as the reading step of a write."""
        return self.current().gathered


def snapshot(fresh: Gathered, last: Snapshot | None) -> Snapshot:
    """Everything at a moment; deals whose rows are as they were are taken from the last snapshot."""
    same_files = last is not None and last.gathered.workspace is fresh.workspace
    if last is not None and same_files and last.gathered.day == fresh.day:
        return last
    workspace = fresh.workspace
    rows = rows_by_deal(workspace.rows, fresh.horizon)
    known = _unchanged(rows, fresh, last)
    limits = fresh.stall_limits
    deals: dict[str, Deal] = {}
    positions: dict[str, Position] = {}
    for name in sorted(rows):
        deal = known[name].deal if name in known else fold(rows[name], workspace.processes, workspace.settings)
        if deal is not None:
            deals[name] = deal
            positions[name] = known[name] if name in known else position(deal, fresh.day, limits)
    gathered = Gathered(fresh.root, workspace, fresh.horizon, deals)
    return Snapshot(gathered, rows, positions, _mark(gathered))


def _unchanged(rows: Mapping[str, Sequence[Row]], fresh: Gathered, last: Snapshot | None) -> dict[str, Position]:
    """Deals that stand as they did. A new day or an edited definition can move any of them."""
    if last is None or last.gathered.day != fresh.day or _definitions(last.gathered) != _definitions(fresh):
        return {}
    return {name: one for name, one in last.positions.items() if rows.get(name) == last.rows[name]}


def _definitions(gathered: Gathered) -> tuple[object, ...]:
    workspace = gathered.workspace
    return (workspace.settings, workspace.team, workspace.processes)


def _mark(gathered: Gathered) -> str:
    said = f"{gathered.day} {_definitions(gathered)!r} {deal_mark(gathered.workspace.rows)}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def deal_mark(rows: Sequence[Row]) -> str:
    """Which state of a deal somebody has seen: until when it was recorded, and what changes whenever a row does."""
    said = sorted(row.id or repr(sorted(cells(row).items())) for row in rows)
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
    return f"{max((row.recorded for row in rows), default='')}~{digest}"


def seen_until(mark: str) -> str:
    """Until when a deal was recorded in the state of a mark."""
    return mark.partition("~")[0]
