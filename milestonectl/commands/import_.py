"""`import`: take what another system knows into the ledger."""

import contextlib
import enum
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from milestonectl.checks import stamped
from milestonectl.commands.arguments import As, Output
from milestonectl.commands.clock import now, parse_day
from milestonectl.commands.gather import Gathered, gather, workspace_root
from milestonectl.commands.recording import gather_to_write
from milestonectl.exchange.copies import import_copy
from milestonectl.exchange.draft import draft_mapping
from milestonectl.exchange.importing import Known, import_tables, known, uncollected
from milestonectl.exchange.shape import Shape, known_headers
from milestonectl.exchange.source import Table
from milestonectl.exchange.systems import SYSTEMS
from milestonectl.exchange.tables import open_table
from milestonectl.files.cells import wrong_cell
from milestonectl.files.disk import locked
from milestonectl.files.import_notes import note_import
from milestonectl.files.mapping import find_mapping, keep_mapping, load_mapping
from milestonectl.files.record import append_rows
from milestonectl.model.clock import stamp
from milestonectl.model.errors import Exit, UsageError
from milestonectl.model.imported import Imported
from milestonectl.model.mapping import SourceMapping
from milestonectl.model.row import COLUMNS, Row
from milestonectl.render.imports import Import, import_screen
from milestonectl.render.printing import is_terminal, print_screen
from milestonectl.render.progress import watched

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Source(enum.StrEnum):
    """The systems whose files are read."""

    CSV = "csv"
    LEDGER = "ledger"
    SALESFORCE = "salesforce"
    HUBSPOT = "hubspot"
    PIPEDRIVE = "pipedrive"
    DYNAMICS = "dynamics"


@dataclass(frozen=True)
class Asked:
    """What to import, and how."""

    shapes: tuple[Shape, ...]
    files: list[Path]
    mapping: str
    day_first: bool | None
    taken: str | None
    skip_problems: bool


@app.command("import")
def import_(
    ctx: typer.Context,
    source: Annotated[
        Source,
        typer.Argument(
            metavar="SOURCE",
            help="Whose files: salesforce, hubspot, pipedrive, dynamics; csv is any table, ledger an export of this program.",
        ),
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV (also .gz), .xlsx or .parquet.")],
    mapping: Annotated[str, typer.Option("--mapping", metavar="NAME", help="imports/NAME.yaml, or a path.")] = "",
    draft: Annotated[
        str, typer.Option("--draft-mapping", metavar="NAME", help="Write a first imports/NAME.yaml.")
    ] = "",
    write: Annotated[
        bool | None, typer.Option("--write/--dry-run", help="Write, or only say what would be; a terminal only says.")
    ] = None,
    skip_problems: Annotated[bool, typer.Option("--skip-problems", help="Leave out what cannot be read.")] = False,
    day_first: Annotated[bool | None, typer.Option("--day-first/--month-first", help="What 03/04/2026 means.")] = None,
    taken: Annotated[
        str | None, typer.Option("--taken", metavar="DATE", help="The day of a snapshot; else as its name says.")
    ] = None,
    output: As = Output.TABLE,
) -> int:
    """Import deals from another system's files.

    What its columns and events say is in a mapping kept in the workspace.

    What is imported counts as asserted until somebody proves it. Importing a file again writes nothing twice.

    Example: milestonectl import csv events.csv.gz --mapping loans --write
    """
    asked = Asked(SYSTEMS.get(source, ()), files, mapping, day_first, taken, skip_problems)
    if draft:
        return drafted(ctx, asked, draft)
    writes = not is_terminal() if write is None else write
    with uncollected():
        return imported(ctx, asked, writes, output)


def imported(ctx: typer.Context, asked: Asked, writes: bool, output: Output) -> int:
    """Read the files, write the rows if that is asked for and nothing forbids it, and tell."""
    if asked.shapes and not asked.mapping:
        raise UsageError("--mapping is missing; a first one from these files: --draft-mapping NAME")
    with locked(workspace_root(ctx)) if writes else contextlib.nullcontext():
        gathered = gather_to_write(ctx) if writes else gather(ctx)
        found = read_files(gathered, asked) if asked.shapes else read_copy(gathered, asked)
        written = keep(gathered, found, asked) if writes else False
    found = replace(found, problems=tuple(stamped(problem) for problem in found.problems))
    print_screen(import_screen(Import(gathered.day, found, written, len(asked.files), not asked.shapes)), output)
    return Exit.PROBLEMS if found.problems else Exit.FINE


def drafted(ctx: typer.Context, asked: Asked, name: str) -> int:
    """Write the first draft of a mapping."""
    if not asked.shapes:
        raise UsageError("an exported ledger is read without a mapping: leave out --draft-mapping")
    gathered = gather(ctx)
    text = draft_mapping(open_tables(asked, SourceMapping(name)), asked.shapes, before(gathered))
    path = keep_mapping(gathered.root, name, text)
    typer.echo(
        f"{path.relative_to(gathered.root)} is drafted. Decide what stands as a comment, then import with --mapping {name}"
    )
    return Exit.FINE


def read_files(gathered: Gathered, asked: Asked) -> Imported:
    """What the files say, through the mapping."""
    workspace = gathered.workspace
    path = find_mapping(gathered.root, asked.mapping)
    file = path.relative_to(gathered.root).as_posix() if path.is_relative_to(gathered.root) else str(path)
    mapping, problems = load_mapping(path, file, workspace.settings, workspace.processes)
    if mapping is None or problems:
        return Imported(0, (), 0, tuple(problems), ())
    if asked.day_first is not None:
        mapping = replace(mapping, dates="day-first" if asked.day_first else "month-first")
    return import_tables(open_tables(asked, mapping), mapping, before(gathered), asked.shapes, watched)


def read_copy(gathered: Gathered, asked: Asked) -> Imported:
    """The rows of an exported ledger."""
    table, *more = [open_table(file, COLUMNS) for file in asked.files]
    if more:
        raise UsageError("one exported ledger at a time")
    return import_copy(table, before(gathered), unkeepable)


def unkeepable(row: Row) -> str:
    """Why a row cannot be kept, in words."""
    wrong = wrong_cell(row)
    return f"{wrong.message}; {wrong.hint}" if wrong else ""


def open_tables(asked: Asked, mapping: SourceMapping) -> list[Table]:
    """The files as tables, their headers found by the columns that are known or named."""
    wanted = {*known_headers(asked.shapes), *mapping.columns.values()}
    taken = parse_day(asked.taken, "--taken") if asked.taken else None
    return [open_table(file, wanted, taken) for file in asked.files]


def before(gathered: Gathered) -> Known:
    """What the workspace knows before the import."""
    workspace = gathered.workspace
    return known(workspace.settings, workspace.team, workspace.processes, workspace.rows)


def keep(gathered: Gathered, found: Imported, asked: Asked) -> bool:
    """Append the new rows, unless problems forbid it; whether it was done."""
    if not found.rows or (found.problems and not asked.skip_problems):
        return False
    name = Path(asked.mapping or "ledger").stem
    path = append_rows(gathered.root, found.rows, gathered.workspace.settings, f"import/{name}")
    note_import(gathered.root, path, found.rows, stamp(now()))
    return True
