"""`seal`: stamp rows that were typed by hand."""

from collections.abc import Iterable
from typing import Annotated

import typer

from milestonectl.commands.clock import now
from milestonectl.commands.gather import Gathered
from milestonectl.commands.reading import warn
from milestonectl.commands.recording import gather_to_write, writable
from milestonectl.files.disk import locked
from milestonectl.files.git import written_at
from milestonectl.files.seal import seal_file
from milestonectl.model.clock import moment_of, stamp
from milestonectl.model.row import Row, seal
from milestonectl.render.printing import print_blocks
from milestonectl.render.seal import sealed_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("seal")
def seal_rows(
    ctx: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be sealed.")] = False,
) -> int:
    """Stamp rows that were typed by hand with `recorded_at` and `id`.

    A row that git knows counts as recorded when it was committed, any other as recorded now. Only the empty cells are
    filled; every other byte of the files stays.

    Example: milestonectl seal --dry-run
    """
    gathered = gather_to_write(ctx)
    if dry_run:
        stamped = stamped_rows(gathered)
    else:
        with locked(gathered.root):
            gathered = writable(gathered.root)
            stamped = stamped_rows(gathered)
            for file, rows in stamped.items():
                seal_file(gathered.root, file, rows, gathered.workspace.settings.field_names)
    print_blocks(sealed_screen(stamped, dry_run=dry_run))
    return warn(gathered)


def stamped_rows(gathered: Gathered) -> dict[str, list[Row]]:
    """The rows without an id, with the stamps that they are to get, by file."""
    by_file: dict[str, list[Row]] = {}
    for row in gathered.workspace.rows:
        if not row.id:
            by_file.setdefault(row.file, []).append(row)
    return {file: list(_stamped(gathered, file, rows)) for file, rows in by_file.items()}


def _stamped(gathered: Gathered, file: str, rows: Iterable[Row]) -> Iterable[Row]:
    written, today = written_at(gathered.root, file), stamp(now())
    for row in rows:
        yield seal(row, stamp(moment_of(written[row.line])) if row.line in written else today)
