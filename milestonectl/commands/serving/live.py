"""The workspace as its files are at this moment: what has not changed is not read again."""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from milestonectl.commands.gather import Gathered, now
from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold, rows_by_deal
from milestonectl.deals.pipeline import Position, position
from milestonectl.files import disk
from milestonectl.files.ledger import parse_ledger
from milestonectl.files.workspace import definition_files, ledger_files, outside_links, read_definitions, relative
from milestonectl.model.clock import Horizon, from_now
from milestonectl.model.problem import Problem, sort_problems
from milestonectl.model.row import Row, cells
from milestonectl.model.workspace import Definitions, Workspace

Stamps = Mapping[str, disk.Stamp]


class Part(NamedTuple):
    """One ledger file as it was read."""

    stamp: disk.Stamp
    rows: list[Row]
    problems: list[Problem]


class Reading(NamedTuple):
    """The files as they were read, and how to tell whether they have changed since."""

    stamps: Stamps
    """Of the definition files."""
    definitions: Definitions
    parts: Mapping[str, Part]

    @property
    def mark(self) -> str:
        """Changes whenever a file does."""
        stamps = [*self.stamps.items(), *((name, part.stamp) for name, part in self.parts.items())]
        return hashlib.sha256(repr(stamps).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Snapshot:
    """Everything at one moment."""

    reading: Reading
    gathered: Gathered
    rows: Mapping[str, Sequence[Row]]
    """The rows of each deal."""
    positions: Mapping[str, Position]

    @property
    def mark(self) -> str:
        """Changes whenever a file or the day does."""
        return f"{self.gathered.day}-{self.reading.mark}"


class Live:
    """Holds the last snapshot. Several threads may ask."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._last: Snapshot | None = None

    def current(self) -> Snapshot:
        """The workspace as it is now."""
        with self._lock:
            self._last = snapshot(self.root, from_now(now()), self._last)
            return self._last

    def gather(self, _root: Path) -> Gathered:
        """The same for the writer, who holds the lock of the workspace and so must not be told anything old."""
        return self.current().gathered


def snapshot(root: Path, horizon: Horizon, last: Snapshot | None) -> Snapshot:
    """The workspace at a moment; whatever is as it was in the last snapshot is taken from there."""
    reading = _read(root, last.reading if last else None)
    if last is not None and reading == last.reading and horizon.day == last.gathered.day:
        return last
    settings, team, processes, _ = reading.definitions
    rows = tuple(row for part in reading.parts.values() for row in part.rows)
    problems = [*reading.definitions.problems, *outside_links(root)]
    problems += [problem for part in reading.parts.values() for problem in part.problems]
    workspace = Workspace(settings, team, processes, rows, tuple(sort_problems(problems)))
    grouped = rows_by_deal(rows, horizon)
    same = last if last is not None and last.reading.definitions is reading.definitions else None
    deals = _deals(grouped, workspace, same)
    same = same if same is not None and same.gathered.day == horizon.day else None
    return Snapshot(reading, Gathered(root, workspace, horizon, deals), grouped, _positions(deals, horizon, same))


def deal_mark(rows: Sequence[Row]) -> str:
    """Which state of a deal somebody has seen: until when it was recorded, and what changes whenever a row does."""
    said = sorted(row.id or repr(sorted(cells(row).items())) for row in rows)
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
    return f"{max((row.recorded for row in rows), default='')}~{digest}"


def seen_until(mark: str) -> str:
    """Until when a deal was recorded in the state of a mark."""
    return mark.partition("~")[0]


def _read(root: Path, last: Reading | None) -> Reading:
    stamps = {relative(path, root): disk.stamp(path) for path in definition_files(root)}
    known = last if last is not None and last.stamps == stamps else None
    definitions = known.definitions if known else read_definitions(root)
    paths = {relative(path, root): path for path in ledger_files(root)}
    parts = {name: _part(name, path, definitions, known) for name, path in paths.items()}
    return Reading(stamps, definitions, parts)


def _part(name: str, path: Path, definitions: Definitions, last: Reading | None) -> Part:
    stamp = disk.stamp(path)
    known = last.parts.get(name) if last else None
    if known is not None and known.stamp == stamp:
        return known
    # The stamp is older than the bytes: what is written in between is read again, never missed.
    return Part(stamp, *parse_ledger(disk.read_bytes(path), name, definitions.settings.field_names))


def _deals(grouped: Mapping[str, list[Row]], workspace: Workspace, last: Snapshot | None) -> dict[str, Deal]:
    found = {}
    for deal, rows in sorted(grouped.items()):
        unchanged = last is not None and last.rows.get(deal) == rows
        known = last.gathered.deals.get(deal) if last is not None and unchanged else None
        folded = known or fold(rows, workspace.processes, workspace.settings)
        if folded is not None:
            found[deal] = folded
    return found


def _positions(deals: Mapping[str, Deal], horizon: Horizon, last: Snapshot | None) -> dict[str, Position]:
    found = {}
    for name, deal in deals.items():
        known = last.positions.get(name) if last is not None else None
        found[name] = known if known is not None and known.deal is deal else position(deal, horizon.day, {})
    return found
