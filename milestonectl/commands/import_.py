"""`import`: take what another system knows into the ledger."""

import contextlib
import enum
from pathlib import Path
from typing import Annotated

import typer

from milestonectl.commands.arguments import As, Output
from milestonectl.commands.gather import Gathered, gather, workspace_root
from milestonectl.commands.recording import gather_to_write
from milestonectl.exchange.importing import import_tables, known
from milestonectl.exchange.shape import Shape, known_headers
from milestonectl.exchange.source import parse_table, read_bytes
from milestonectl.exchange.systems import SYSTEMS
from milestonectl.files.disk import locked
from milestonectl.files.mapping import find_mapping, load_mapping
from milestonectl.files.record import append_rows
from milestonectl.model.errors import Exit
from milestonectl.model.imported import Imported
from milestonectl.render.imports import Import, import_screen
from milestonectl.render.screen import is_terminal, print_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Source(enum.StrEnum):
    """The systems whose files are read."""

    CSV = "csv"


@app.command("import")
def import_(
    ctx: typer.Context,
    source: Annotated[Source, typer.Argument(help="Whose files they are; csv is any table with a mapping.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The files, also as .gz.")],
    mapping: Annotated[str, typer.Option("--mapping", metavar="NAME", help="imports/NAME.yaml, or a path.")],
    write: Annotated[
        bool | None, typer.Option("--write/--dry-run", help="Write, or only say what would be; a terminal only says.")
    ] = None,
    skip_problems: Annotated[bool, typer.Option("--skip-problems", help="Leave out what cannot be read.")] = False,
    output: As = Output.TABLE,
) -> int:
    """Import deals from another system's files, through a mapping kept in the workspace.

    What is imported counts as asserted until somebody proves it. Importing a file again writes nothing twice.

    Example: milestonectl import csv events.csv.gz --mapping loans --write
    """
    writes = not is_terminal() if write is None else write
    with locked(workspace_root(ctx)) if writes else contextlib.nullcontext():
        gathered = gather_to_write(ctx) if writes else gather(ctx)
        imported = read_files(gathered, SYSTEMS[source], files, mapping)
        written = keep(gathered, imported, mapping, skip_problems) if writes else False
    print_screen(import_screen(Import(gathered.day, imported, written, len(files))), output)
    return Exit.PROBLEMS if imported.problems else Exit.FINE


def read_files(gathered: Gathered, shapes: tuple[Shape, ...], files: list[Path], name: str) -> Imported:
    """What the files say, through the mapping of a name."""
    workspace = gathered.workspace
    path = find_mapping(gathered.root, name)
    mapping, problems = load_mapping(path, _shown(path, gathered.root), workspace.settings, workspace.processes)
    if mapping is None or problems:
        return Imported(0, (), 0, tuple(problems), ())
    wanted = {*known_headers(shapes), *mapping.columns.values()}
    tables = [parse_table(read_bytes(file), str(file), wanted) for file in files]
    before = known(workspace.settings, workspace.team, workspace.processes, workspace.rows)
    return import_tables(tables, mapping, before, shapes)


def keep(gathered: Gathered, imported: Imported, mapping: str, skip_problems: bool) -> bool:
    """Append the new rows, unless problems forbid it; whether it was done."""
    if not imported.rows or (imported.problems and not skip_problems):
        return False
    append_rows(gathered.root, imported.rows, gathered.workspace.settings, f"import/{Path(mapping).stem}")
    return True


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
