"""The steps of every command that writes: ask, lock, read again, think, append, tell."""

import datetime
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from milestonectl.commands.clock import now
from milestonectl.commands.gather import Gathered, gather_now, workspace_root
from milestonectl.commands.reading import warn
from milestonectl.commands.request import request_of
from milestonectl.deals.entry import Entry
from milestonectl.deals.fold import fold
from milestonectl.deals.pipeline import Position, position
from milestonectl.files.cells import wrong_cell
from milestonectl.files.disk import locked
from milestonectl.files.record import append_rows, one_line, shard_of
from milestonectl.model.clock import Horizon, stamp
from milestonectl.model.errors import Exit, MilestonectlError, UsageError
from milestonectl.model.row import Row, seal
from milestonectl.render.printing import print_blocks
from milestonectl.render.recorded import Recorded, recorded_screen, refused_screen
from milestonectl.render.words import inert

Build = Callable[[Gathered], Entry]
Read = Callable[[Path], Gathered]


class Outcome(NamedTuple):
    """What became of an entry. No rows: it was refused, and nothing was written."""

    before: Gathered
    """The workspace as it was under the lock."""
    known: tuple[Row, ...]
    """The rows that the deal had then."""
    entry: Entry
    rows: tuple[Row, ...]


def gather_to_write(ctx: typer.Context) -> Gathered:
    """The workspace as it is now, for a command that is going to write."""
    if request_of(ctx).as_of:
        raise UsageError("--as-of is for reports; to say when it happened: --date")
    return writable(workspace_root(ctx))


def writable(root: Path) -> Gathered:
    """A workspace as it is now, for whoever is going to write."""
    return sound(gather_now(root))


def sound(gathered: Gathered) -> Gathered:
    """The workspace, if its definitions are good enough to write by."""
    broken = [p for p in gathered.workspace.problems if not p.place.file.startswith("ledger/")]
    if broken:
        raise MilestonectlError(
            f"the definitions have problems, so nothing is written:\n  {broken[0].place}: {broken[0].name}: "
            f"{inert(broken[0].message)}\n  All of them, with the remedy: milestonectl validate",
            Exit.PROBLEMS,
        )
    return gathered


def record(ctx: typer.Context, build: Build) -> int:
    """Write what `build` makes of the workspace as it is under the lock, and tell what it changed."""
    if request_of(ctx).as_of:
        raise UsageError("--as-of is for reports; to say when it happened: --date")
    outcome = record_entry(workspace_root(ctx), build)
    if not outcome.rows:
        print_blocks(refused_screen(outcome.entry, outcome.before.day))
        return Exit.PROBLEMS
    print_blocks(recorded_screen(told(outcome)))
    warn(outcome.before)
    return Exit.FINE


def record_entry(root: Path, build: Build, read: Read = gather_now) -> Outcome:
    """The only way into the record, for a command and for a page: lock, read again, think, append."""
    with locked(root):
        before = sound(read(root))
        entry = build(before)
        known = tuple(before.rows_of(entry.deal))
        rows = tuple(_sealed(entry.rows, before))
        if rows:
            append_rows(root, rows, before.workspace.settings, shard_of(rows[0].by, rows[0].recorded_at))
    return Outcome(before, known, entry, rows)


def told(outcome: Outcome) -> Recorded:
    """What was written, and the deal before and after it."""
    before, known, entry, rows = outcome
    latest = max(before.horizon.recorded_by, rows[0].recorded_at)
    after = _position([*known, *rows], before, before.horizon._replace(recorded_by=latest))
    return Recorded(rows, entry, _position(known, before, before.horizon), after, before.day)


def _sealed(rows: Sequence[Row], gathered: Gathered) -> list[Row]:
    """The rows with their time and fingerprint. One entry has one time; no other row has it."""
    moment = now()
    taken = gathered.moments_since(stamp(moment))
    while stamp(moment) in taken:
        moment += datetime.timedelta(microseconds=1)
    return [seal(clean(row), stamp(moment)) for row in rows]


def clean(row: Row) -> Row:
    """Cells that fit on one line; what no text file should hold is refused."""
    texts = {column: one_line(value).strip() for column, value in row._asdict().items() if isinstance(value, str)}
    fields = {name: one_line(value).strip() for name, value in row.fields.items()}
    for column, text in (texts | fields).items():
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
            raise UsageError(f"{column}: control characters do not belong into a ledger")
    cleaned = Row(**texts, fields=fields, line=row.line)
    wrong = wrong_cell(cleaned)
    if wrong is not None:
        raise UsageError(f"{wrong.message}; {wrong.hint}")
    return cleaned


def _position(rows: Sequence[Row], gathered: Gathered, horizon: Horizon) -> Position | None:
    """Where the deal of these rows stands."""
    workspace = gathered.workspace
    deal = fold([row for row in rows if horizon.sees(row)], workspace.processes, workspace.settings)
    return position(deal, gathered.day, gathered.stall_limits) if deal else None
