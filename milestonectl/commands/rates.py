"""`rates`: conversion, win rate and time of each milestone."""

from typing import Annotated

import typer

from milestonectl.commands.arguments import As, AskedRep, AskedSaleType, Explain, Output
from milestonectl.commands.clock import parse_day
from milestonectl.commands.engines import AskedEngine, AskedLedger, Engine, gather_counted
from milestonectl.commands.gather import sale_type_process
from milestonectl.commands.gather_history import History
from milestonectl.commands.need import Asked, need_of
from milestonectl.commands.pace import amount
from milestonectl.commands.people import reps_of
from milestonectl.commands.reading import show
from milestonectl.files.text import did_you_mean
from milestonectl.history.behind import deals_behind
from milestonectl.history.cohort import Cohort, left_out, of_cohort
from milestonectl.history.rates import rates as rates_of
from milestonectl.history.scan import LIVES
from milestonectl.model.errors import UsageError
from milestonectl.render.need import need_screen
from milestonectl.render.rates import RatesReport, rates_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)
GROUPINGS = {"rep": "owner", "sale-type": "", "account": "account", "currency": "currency"}


@app.command()
def rates(
    ctx: typer.Context,
    rep: AskedRep = None,
    sale_type: AskedSaleType = None,
    by: Annotated[
        str, typer.Option("--by", metavar="FIELD", help="A group each: rep, sale-type, account or any declared field.")
    ] = "sale-type",
    opened_from: Annotated[str, typer.Option("--from", metavar="DATE", help="Only deals opened on or after it.")] = "",
    opened_to: Annotated[str, typer.Option("--to", metavar="DATE", help="Only deals opened on or before it.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also deals that closed within two days.")] = False,
    explain: Explain = False,
    milestone: Annotated[str, typer.Option("--milestone", metavar="NAME", help="What --explain is about.")] = "",
    engine: AskedEngine = Engine.PROCESS,
    ledger: AskedLedger = None,
    need: Annotated[
        bool, typer.Option("--need", help="What marketing must bring for a target, instead of what was.")
    ] = False,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="PERIOD", help="Of --need: 2026, 2026-Q4, ...; else the next quarter."),
    ] = None,
    target: Annotated[str, typer.Option("--target", metavar="AMOUNT", help="Of --need, instead of team.yaml's.")] = "",
    output: As = Output.TABLE,
) -> int:
    """Show how many deals go on from each milestone, how many are won from it, and how long it takes.

    With --need the other way round: how many first milestones a week a target takes, source by source.

    Example: milestonectl rates --sale-type renewal --by region
    """
    refuse_flags_apart(explain, engine, need, period or target)
    history = gather_counted(ctx, engine, ledger)
    cohort = cohort_of(history, rep, sale_type, opened_from, opened_to)
    if need:
        asked = Asked(period, rep, sale_type, amount(target, "--target"))
        return show(history.gathered, need_screen(need_of(history, cohort, grouping(history, by), asked)), output)
    report = report_of(history, cohort, grouping(history, by), everything, milestone if explain else None)
    return show(history.gathered, rates_screen(report), output)


def cohort_of(history: History, rep: str | None, sale_type: str | None, opened_from: str, opened_to: str) -> Cohort:
    """The deals that are asked for."""
    days = [parse_day(text, flag) if text else None for text, flag in ((opened_from, "--from"), (opened_to, "--to"))]
    if sale_type:
        sale_type_process(history.gathered, sale_type, history.gathered.day)
    return Cohort(reps_of(history.gathered, rep), sale_type or "", *days)


def refuse_flags_apart(explain: bool, engine: Engine, need: bool, of_need: str | None) -> None:
    """Flags that mean nothing without, or beside, another one are an error of use."""
    if explain and engine is not Engine.PROCESS:
        raise UsageError(f"--explain names single deals, and --engine {engine} only counts them")
    if of_need and not need:
        raise UsageError("--period and --target say what --need is for; give --need too")
    if explain and need:
        raise UsageError("--explain shows the deals behind what was; leave --need out")


def grouping(history: History, by: str) -> str:
    """The column of deals that a word of `--by` means; nothing for no groups but the sale types."""
    fields = history.gathered.workspace.settings.field_names
    known = GROUPINGS | {name: name for name in fields}
    if by not in known:
        near = did_you_mean(by, known) or f"one of {', '.join(known)}"
        raise UsageError(f'there is nothing to group by in "{by}"; {near}')
    return known[by]


def report_of(history: History, cohort: Cohort, by: str, everything: bool, milestone: str | None) -> RatesReport:
    """The rates of a cohort."""
    tables, chains = history.tables(by, cohort), history.chains
    processes = history.gathered.workspace.processes
    return RatesReport(
        day=history.gathered.day,
        rates=rates_of(tables, chains, LIVES if everything else LIVES[:1]),
        processes={name: p for name in chains if (p := processes.current(name, history.gathered.day))},
        by=by,
        left_out=left_out(tables),
        everything=everything,
        deals={} if milestone is None else deals_behind(of_cohort(history.journeys, cohort), by, milestone),
    )
