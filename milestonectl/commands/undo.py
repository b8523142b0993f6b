"""`undo`: the last entry, taken back whole while nobody else can have seen it, voided when it is committed."""

from typing import Annotated

import typer

from milestonectl.commands.arguments import By
from milestonectl.commands.asking import can_ask
from milestonectl.commands.clock import now
from milestonectl.commands.gather import Gathered, workspace_root
from milestonectl.commands.people import writer
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.deals.entry import Entry
from milestonectl.files.disk import locked
from milestonectl.files.undo import can_take_back, last_entry, take_back
from milestonectl.model.errors import Exit, UsageError
from milestonectl.model.row import Row
from milestonectl.render.screen import print_blocks
from milestonectl.render.undo import preview, taken_back

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def undo(
    ctx: typer.Context,
    by: By = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be undone.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> int:
    """Take back your last entry: all rows that one command wrote.

    An entry that is in no commit is cut off the end of its file; a committed one gets a `voided` row.

    Example: milestonectl undo --dry-run
    """
    gathered = gather_to_write(ctx)
    person = writer(ctx, gathered, by)
    entry = last_entry(gathered.workspace.rows, person)
    if not entry:
        raise UsageError(f"{person} has no entry to take back")
    print_blocks(preview(entry, gathered.deals, whole=can_take_back(gathered.root, entry)))
    if dry_run or not (yes or not can_ask(ctx) or typer.confirm("Go on?", default=True)):
        return Exit.FINE
    return _undo(ctx, person, entry)


def _undo(ctx: typer.Context, person: str, entry: list[Row]) -> int:
    root = workspace_root(ctx)
    if not can_take_back(root, entry):
        return record(ctx, lambda fresh: _voiding(fresh, person, entry))
    with locked(root):
        take_back(root, entry)
    print_blocks(taken_back(entry))
    return Exit.FINE


def _voiding(_fresh: Gathered, person: str, entry: list[Row]) -> Entry:
    day = now().date().isoformat()
    rows = tuple(
        Row(date=max(day, row.date), deal=row.deal, event="voided", by=person, ref=row.id, reason="undone")
        for row in entry
    )
    return Entry(entry[0].deal, rows)
