"""The steps of every command that writes: ask, lock, read again, think, append, tell."""

import datetime
import unicodedata
from collections.abc import Callable, Sequence

import typer

from milestonectl.commands.gather import Gathered, gather, now, workspace_root
from milestonectl.commands.reading import warn
from milestonectl.commands.request import request_of
from milestonectl.deals.entry import Entry
from milestonectl.deals.pipeline import Position, position
from milestonectl.files.disk import locked
from milestonectl.files.record import append_rows, one_line, shard_of
from milestonectl.model.clock import stamp
from milestonectl.model.errors import Exit, MilestonectlError, UsageError
from milestonectl.model.row import Row, seal
from milestonectl.render.recorded import Recorded, recorded_screen, refused_screen
from milestonectl.render.screen import print_blocks
from milestonectl.render.words import inert

Build = Callable[[Gathered], Entry]


def gather_to_write(ctx: typer.Context) -> Gathered:
    """The workspace as it is now, for a command that is going to write."""
    if request_of(ctx).as_of:
        raise UsageError("--as-of is for reports; to say when it happened: --date")
    gathered = gather(ctx)
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
    root = workspace_root(ctx)
    with locked(root):
        before = gather_to_write(ctx)
        entry = build(before)
        sealed = _sealed(entry.rows, before)
        if sealed:
            settings = before.workspace.settings
            append_rows(root, sealed, settings, shard_of(sealed[0].by, sealed[0].recorded_at))
    if not sealed:
        print_blocks(refused_screen(entry, before.day))
        return Exit.PROBLEMS
    after = _after(before, sealed)
    told = Recorded(tuple(sealed), entry, _position(before, entry.deal), _position(after, entry.deal), after.day)
    print_blocks(recorded_screen(told))
    warn(before)
    return Exit.FINE


def _sealed(rows: Sequence[Row], gathered: Gathered) -> list[Row]:
    """The rows with their time and fingerprint. One entry has one time; no other row has it."""
    taken = {row.recorded_at for row in gathered.workspace.rows}
    moment = now()
    while stamp(moment) in taken:
        moment += datetime.timedelta(microseconds=1)
    return [seal(_clean(row), stamp(moment)) for row in rows]


def _clean(row: Row) -> Row:
    """Cells that fit on one line; what no text file should hold is refused."""
    texts = {column: one_line(value).strip() for column, value in row._asdict().items() if isinstance(value, str)}
    fields = {name: one_line(value).strip() for name, value in row.fields.items()}
    for column, text in (texts | fields).items():
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
            raise UsageError(f"{column}: control characters do not belong into a ledger")
    return Row(**texts, fields=fields, line=row.line)


def _after(before: Gathered, rows: Sequence[Row]) -> Gathered:
    workspace = before.workspace
    grown = type(workspace)(
        workspace.settings, workspace.team, workspace.processes, (*workspace.rows, *rows), workspace.problems
    )
    latest = max(before.horizon.recorded_by, rows[0].recorded_at)
    return Gathered(before.root, grown, before.horizon._replace(recorded_by=latest))


def _position(gathered: Gathered, deal_id: str) -> Position | None:
    deal = gathered.deals.get(deal_id)
    return position(deal, gathered.day, {}) if deal else None
