"""`movement`: what moved the pipeline between two days."""

import datetime
import functools
from typing import Annotated

import typer

from milestonectl.commands.arguments import As, AskedRep, AskedSaleType, Output
from milestonectl.commands.clock import parse_day
from milestonectl.commands.engines import AskedEngine, AskedLedger, Engine, gather_counted
from milestonectl.commands.gather import Gathered, sale_type_process
from milestonectl.commands.gather_history import History
from milestonectl.commands.people import reps_of
from milestonectl.commands.periods import asked_period
from milestonectl.commands.reading import show
from milestonectl.history.moved import Asked, moved, moved_counts
from milestonectl.history.movement import Scope
from milestonectl.model.clock import as_of
from milestonectl.model.errors import UsageError
from milestonectl.model.period import DAY, quarter_of
from milestonectl.render.movement import MovementReport, movement_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def movement(
    ctx: typer.Context,
    start: Annotated[
        str,
        typer.Option(
            "--from", metavar="DATE", help="The end of this day is where it begins; else the quarter's start."
        ),
    ] = "",
    end: Annotated[
        str, typer.Option("--to", metavar="DATE", help="The end of this day is where it ends; else today.")
    ] = "",
    period: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help="Only the pipeline that is to close in it.")
    ] = None,
    rep: AskedRep = None,
    sale_type: AskedSaleType = None,
    engine: AskedEngine = Engine.PROCESS,
    ledger: AskedLedger = None,
    output: As = Output.TABLE,
) -> int:
    """Show what moved the open pipeline from one day to another, to the cent, with the deals behind it.

    Example: milestonectl movement --from 2026-10-01 --period 2026-Q4
    """
    history = gather_counted(ctx, engine, ledger)
    gathered = history.gathered
    if sale_type:
        sale_type_process(gathered, sale_type, gathered.day)
    scope = Scope(asked_period(gathered, period) if period else None, sale_type or "", reps_of(gathered, rep))
    last = parse_day(end, "--to") if end else gathered.day
    first = parse_day(start, "--from") if start else _before_quarter(gathered, last)
    if last < first:
        raise UsageError(f"--to {last} lies before --from {first}")
    return show(gathered, movement_screen(report_of(history, scope, first, last)), output)


def _before_quarter(gathered: Gathered, day: datetime.date) -> datetime.date:
    return quarter_of(day, gathered.workspace.settings.fiscal_year_starts).start - DAY


def report_of(history: History, scope: Scope, first: datetime.date, last: datetime.date) -> MovementReport:
    """The movement between two days, each seen with what was recorded by its end."""
    (table,) = history.counted(functools.partial(moved_counts, Asked(as_of(first), as_of(last), scope)))
    found = moved(table)
    names = [scope.period.name if scope.period else "", scope.sale_type, *sorted(scope.reps)]
    about = ", ".join(filter(None, names))
    return MovementReport(
        start=first,
        end=last,
        about=f" ({about})" if about else "",
        movement=found.movement,
        pushes=found.pushes,
        happened=found.happened,
        processes=[
            process.pin for process in history.gathered.workspace.processes if first < process.effective <= last
        ],
    )
