"""`undo`: the last entry, taken back whole while nobody else can have it, voided when it is committed; and put back."""

import contextlib
from pathlib import PurePosixPath
from typing import Annotated, NamedTuple

import typer

from milestonectl.commands.arguments import By
from milestonectl.commands.asking import can_ask
from milestonectl.commands.clock import now
from milestonectl.commands.gather import Gathered
from milestonectl.commands.people import writer
from milestonectl.commands.recording import gather_to_write, record, writable
from milestonectl.deals.entry import Entry
from milestonectl.deals.undoing import REDONE, UNDONE, last_entry, last_undoing, voiding
from milestonectl.files.disk import locked
from milestonectl.files.import_notes import last_import
from milestonectl.files.record import append_rows, shard_of
from milestonectl.files.undo import can_take_back, forget_last_cut, last_cut, take_back
from milestonectl.model.clock import stamp
from milestonectl.model.errors import Exit, MilestonectlError, UsageError
from milestonectl.model.row import Row
from milestonectl.render.printing import print_blocks
from milestonectl.render.undo import How, done, preview

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Step(NamedTuple):
    """What is going to be done with an entry."""

    how: How
    rows: tuple[Row, ...]


@app.command()
def undo(
    ctx: typer.Context,
    by: By = None,
    redo: Annotated[bool, typer.Option("--redo", help="Put back what the last undo took back.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> int:
    """Take back your last entry.

    An entry is all rows that one command wrote. Again, and the one before it goes.

    An entry that is in no commit is cut off the end of its file; a committed one gets a `voided` row.

    Example: milestonectl undo --dry-run
    """
    gathered = gather_to_write(ctx)
    person = writer(ctx, gathered, by)
    step = next_step(gathered, person, redo=redo)
    print_blocks(preview(step.how, step.rows, gathered.deals))
    if dry_run or not (yes or not can_ask(ctx) or typer.confirm("Go on?", default=True)):
        return Exit.FINE
    if step.how in ("void", "void-undoing"):
        return record(ctx, lambda fresh: _voiding(fresh, person, step))
    with locked(gathered.root):
        _change_file(writable(gathered.root), person, step)
    print_blocks(done(step.how, step.rows))
    return Exit.FINE


def next_step(gathered: Gathered, person: str, *, redo: bool) -> Step:
    """What undoing, or putting back, would do now."""
    root, rows = gathered.root, gathered.workspace.rows
    entry = last_undoing(rows, person) if redo else last_entry(rows, person)
    cut = last_cut(root, person, {row.id for row in rows}) if redo else None
    if cut is not None and (not entry or cut.at > entry[0].recorded_at):
        return Step("append", cut.rows)
    written, imported = ("", ()) if redo else last_import(root, rows)
    if imported and (not entry or written > entry[0].recorded_at):
        return Step("cut", imported)
    if not entry:
        raise UsageError(f"{person} has no entry to {'put back' if redo else 'take back'}")
    if can_take_back(root, entry):
        return Step("cut-undoing" if redo else "cut", entry)
    return Step("void-undoing" if redo else "void", entry)


def _refuse_changes(fresh: Gathered, person: str, step: Step) -> None:
    if next_step(fresh, person, redo=step.how in ("append", "cut-undoing", "void-undoing")) != step:
        raise MilestonectlError(
            "somebody wrote meanwhile, and nothing was done; look again: milestonectl undo --dry-run"
        )


def _voiding(fresh: Gathered, person: str, step: Step) -> Entry:
    _refuse_changes(fresh, person, step)
    day = now().date().isoformat()
    reason = REDONE if step.how == "void-undoing" else UNDONE
    return Entry(step.rows[0].deal, voiding(step.rows, person, day, reason))


def _change_file(fresh: Gathered, person: str, step: Step) -> None:
    _refuse_changes(fresh, person, step)
    if step.how != "append":
        take_back(fresh.root, step.rows, stamp(now()), person, keep=step.how == "cut")
        return
    append_rows(fresh.root, step.rows, fresh.workspace.settings, _shard(fresh, person, step))
    # It is in the record again: whether that is noted does not matter, because its ids tell.
    with contextlib.suppress(MilestonectlError):
        forget_last_cut(fresh.root)


def _shard(fresh: Gathered, person: str, step: Step) -> str:
    """Where the entry stood, if it was an import; else where its writer's rows go."""
    cut = last_cut(fresh.root, person, {row.id for row in fresh.workspace.rows})
    imported = cut is not None and step.rows[0].source and cut.file.startswith("ledger/")
    if cut is None or not imported:
        return shard_of(person, step.rows[0].recorded_at)
    return PurePosixPath(cut.file).relative_to("ledger").with_suffix("").as_posix()
