"""Which engine counts, and over which files: the workspace's own ledger, or an organisation's in a lake."""

import enum
import importlib
import importlib.util
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from milestonectl.commands.gather import Gathered, gather_definitions, horizon_of, workspace_root
from milestonectl.commands.gather_history import History, gather_history
from milestonectl.files.lake.bucket import KINDS, Count, Counting, Kind, Source
from milestonectl.files.workspace import ledger_files
from milestonectl.history.frame import frame_of
from milestonectl.history.past import Tables
from milestonectl.model.errors import UsageError
from milestonectl.model.workspace import Workspace
from milestonectl.render.words import plural


class Engine(enum.StrEnum):
    """What counts."""

    PROCESS = "process"
    DUCKDB = "duckdb"
    SPARK = "spark"


AskedEngine: TypeAlias = Annotated[
    Engine, typer.Option("--engine", help="Count in this process, with DuckDB, or on a Spark cluster.")
]
AskedLedger: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--ledger", metavar="PATTERN", help="Parquet or CSV files of rows, not ledger/; again for more."),
]
Opening = Callable[[Source], AbstractContextManager[Counting]]
_MODULES = {
    Engine.DUCKDB: ("duckdb", "duck", "counting_by_duckdb"),
    Engine.SPARK: ("pyspark", "spark", "counting_by_spark"),
}


def gather_counted(ctx: typer.Context, engine: Engine, ledger: list[str] | None) -> History:
    """The history as an engine counts it."""
    if engine is Engine.PROCESS and not ledger:
        return gather_history(ctx)
    if engine is Engine.PROCESS:
        raise UsageError("--ledger is read by --engine duckdb or --engine spark")
    settings, team, processes, problems = gather_definitions(ctx)
    root = workspace_root(ctx)
    source = Source(*_files(engine, root, ledger), settings.field_names)
    counting = ctx.with_resource(_opened_by(engine)(source))
    told: set[int] = set()

    def count_elsewhere(count: Count) -> Tables:
        tables, unread = counting(count)
        if unread and unread not in told:
            told.add(unread)
            typer.echo(f"milestonectl: not counted, because not understood: {plural(unread, 'row')}", err=True)
        return tables

    workspace = Workspace(settings, team, processes, (), problems)
    return History(Gathered(root, workspace, horizon_of(ctx)), frame_of([], settings.field_names), count_elsewhere)


def _files(engine: Engine, root: Path, ledger: list[str] | None) -> tuple[tuple[str, ...], Kind]:
    """The files or patterns, and their kind. Machines of a cluster can read the workspace's own files if they see its disk."""
    if engine is Engine.DUCKDB and not ledger:
        return (root.as_posix(),), "workspace"
    files = tuple(ledger or [path.as_posix() for path in ledger_files(root)])
    found = {name.rsplit(".", 1)[-1] for name in files}
    for kind in KINDS:
        if found == {kind}:
            return files, kind
    here = f"; here are {', '.join(sorted(found))}" if files else "; there are none"
    raise UsageError(
        f"this engine reads files of one kind, *.parquet or *.csv{here}. To make one of them: milestonectl export"
    )


def _opened_by(engine: Engine) -> Opening:
    package, module, function = _MODULES[engine]
    if importlib.util.find_spec(package) is None:
        raise UsageError(f"--engine {engine} needs a package that is not here: pip install 'milestonectl[{engine}]'")
    found: Opening = getattr(importlib.import_module(f"milestonectl.files.lake.{module}"), function)
    return found
