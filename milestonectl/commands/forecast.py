"""`forecast`: what the coming periods bring, with its range."""

import enum
import functools
from collections.abc import Sequence
from typing import Annotated

import typer

from milestonectl.commands.arguments import As, AskedRep, AskedSaleType, Output
from milestonectl.commands.clock import parse_day
from milestonectl.commands.engines import AskedEngine, AskedLedger, Engine, gather_counted
from milestonectl.commands.gather import sale_type_process
from milestonectl.commands.gather_history import History
from milestonectl.commands.method import chosen_method, eve
from milestonectl.commands.people import reps_of
from milestonectl.commands.periods import asked_period
from milestonectl.commands.reading import show
from milestonectl.history.backtest import FEWEST_ORIGINS, SNAPSHOT
from milestonectl.history.book import Book, book_counts
from milestonectl.history.choice import recorded, recorded_counts
from milestonectl.history.cohort import EVERYBODY, Cohort
from milestonectl.history.draws import edges_of
from milestonectl.history.engine import engines
from milestonectl.history.forecast import Learned
from milestonectl.history.forecast import forecast as forecast_of
from milestonectl.history.rivals import SnapshotRates, snapshot_counts, snapshot_rates
from milestonectl.history.targets import quotas
from milestonectl.model.clock import as_of
from milestonectl.model.errors import UsageError
from milestonectl.model.money import Money, digits
from milestonectl.model.period import Period, after, quarter_of
from milestonectl.model.process import Process
from milestonectl.render.forecast import ForecastReport, forecast_screen
from milestonectl.render.forecast_by import forecast_by_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Groups(enum.StrEnum):
    """What a forecast can be told apart by."""

    REP = "rep"
    MANAGER = "manager"
    SALE_TYPE = "sale-type"


@app.command()
def forecast(
    ctx: typer.Context,
    period: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help="Only this one; else this quarter and the next.")
    ] = None,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="From now to the end of this day.")] = "",
    rep: AskedRep = None,
    sale_type: AskedSaleType = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same numbers.", min=0)] = 0,
    by: Annotated[Groups | None, typer.Option("--by", help="A line for each of these too.")] = None,
    explain: Annotated[str, typer.Option("--explain", metavar="DEAL", help="Say what made a deal's chance.")] = "",
    engine: AskedEngine = Engine.PROCESS,
    ledger: AskedLedger = None,
    output: As = Output.TABLE,
) -> int:
    """Show what the coming quarters bring: booked, in the pipeline and not there yet, as a range.

    Example: milestonectl forecast --period 2027-Q1 --sale-type new-account
    """
    history = gather_counted(ctx, engine, ledger)
    if sale_type:
        sale_type_process(history.gathered, sale_type, history.gathered.day)
    cohort = Cohort(reps_of(history.gathered, rep), sale_type or "")
    periods = _periods(history, period, until)
    learned = learned_from(history, periods)
    report = report_of(history, learned, cohort, periods, seed, explain)
    if by is None:
        return show(history.gathered, forecast_screen(report), output)
    parts = _groups(history, learned.book, cohort, by)
    groups = {name: report_of(history, learned, part, periods, seed) for name, part in parts.items()}
    return show(history.gathered, forecast_by_screen(report, by.value.replace("-", " "), groups), output)


def _groups(history: History, book: Book, cohort: Cohort, by: Groups) -> dict[str, Cohort]:
    """The parts of a cohort that have deals, by name."""
    found, team = book.only(cohort).lines("arrived"), history.gathered.workspace.team
    if by is Groups.SALE_TYPE:
        return {name: cohort._replace(sale_type=name) for name in sorted(set(found["sale_type"]))}
    owners = frozenset(found["owner"])
    if by is Groups.REP:
        return {team.name_of(owner) or "nobody": cohort._replace(reps=frozenset({owner})) for owner in sorted(owners)}
    managers = sorted({rep.manager for rep in team.reps if rep.id in owners and rep.manager})
    teams = {team.name_of(name): owners & team.reports_of(name) for name in managers}
    rest = owners - frozenset().union(*teams.values())
    return {
        name: cohort._replace(reps=reps) for name, reps in (teams | ({"nobody's team": rest} if rest else {})).items()
    }


def _periods(history: History, period: str | None, until: str) -> list[Period]:
    day, starts = history.gathered.day, history.gathered.workspace.settings.fiscal_year_starts
    if until:
        end = parse_day(until, "--until")
        if end < day:
            raise UsageError(f"--until {end} lies before {day}")
        return [Period(day, end, f"until {end}")]
    if period:
        asked = asked_period(history.gathered, period)
        if asked.end < day:
            raise UsageError(f"{asked.name} is over; what it brought: milestonectl movement --period {asked.name}")
        return [asked]
    return [quarter_of(day, starts), after(quarter_of(day, starts), starts)]


def learned_from(history: History, periods: Sequence[Period]) -> Learned:
    """What all deals say."""
    since = min(period.start for period in periods)
    by_then = functools.partial(recorded_counts, as_of(eve(history)).recorded_by)
    tables, book, rows = history.scanned("", EVERYBODY, functools.partial(book_counts, since), by_then)
    day, processes = history.gathered.day, _processes(history)
    rates: Sequence[SnapshotRates] = ()
    if chosen_method(history, recorded(rows)) == SNAPSHOT:
        rates = _snapshot_rates(history, edges_of(day, periods).left)
    return Learned(engines(tables, processes), Book(day, history.chains, book), rates)


def _snapshot_rates(history: History, lefts: Sequence[int]) -> list[SnapshotRates]:
    (table,) = history.counted(functools.partial(snapshot_counts, lefts))
    return [snapshot_rates(table, left) for left in lefts]


def _processes(history: History) -> dict[str, Process]:
    current = history.gathered.workspace.processes.current
    return {name: found for name in history.chains if (found := current(name, history.gathered.day))}


def report_of(
    history: History, learned: Learned, cohort: Cohort, periods: list[Period], seed: int, explain: str = ""
) -> ForecastReport:
    """The forecast of a cohort by engines that learn from all deals."""
    forecasted = forecast_of(learned.book.only(cohort), learned, periods, seed=seed)
    known = {deal.deal.casefold(): deal.deal for deal in forecasted.deals}
    if explain and explain.casefold() not in known:
        raise UsageError(f'there is no open deal "{explain}" in this forecast')
    judged = f"milestonectl --as-of {eve(history)} backtest --origins {FEWEST_ORIGINS}"
    explained = known.get(explain.casefold(), "")
    return ForecastReport(forecasted, _targets(history, cohort, periods), _processes(history), explained, judged)


def _targets(history: History, cohort: Cohort, periods: list[Period]) -> dict[tuple[str, str], Money]:
    workspace = history.gathered.workspace
    reps = [rep for rep in workspace.team.reps if not cohort.reps or rep.id in cohort.reps]
    sums: dict[tuple[str, str], int] = {}
    for period in periods:
        for quota in quotas(reps, period, workspace.settings):
            if cohort.sale_type in ("", quota.sale_type):
                minor = int(quota.revenue.scaleb(digits(quota.currency)))
                sums[period.name, quota.currency] = sums.get((period.name, quota.currency), 0) + minor
    return {key: Money(key[1], minor) for key, minor in sums.items()}
