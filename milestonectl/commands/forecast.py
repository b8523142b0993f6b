"""`forecast`: what the coming periods bring, with its range."""

import enum
from collections.abc import Mapping
from typing import Annotated, NamedTuple

import typer

from milestonectl.commands.arguments import As, AskedRep, AskedSaleType, Output
from milestonectl.commands.clock import parse_day
from milestonectl.commands.gather import sale_type_process
from milestonectl.commands.gather_history import History, gather_history
from milestonectl.commands.method import chosen_method, eve
from milestonectl.commands.people import reps_of
from milestonectl.commands.periods import asked_period
from milestonectl.commands.reading import show
from milestonectl.history.backtest import FEWEST_ORIGINS, SNAPSHOT
from milestonectl.history.cohort import Cohort, of_cohort
from milestonectl.history.engine import Engine, engines
from milestonectl.history.forecast import forecast as forecast_of
from milestonectl.history.targets import quotas
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


class Learned(NamedTuple):
    """What the forecast of any group of deals is made with."""

    processes: Mapping[str, Process]
    engines: Mapping[str, Engine]
    by_snapshot: bool


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
    output: As = Output.TABLE,
) -> int:
    """Show what the coming quarters bring: booked, in the pipeline and not there yet, as a range.

    Example: milestonectl forecast --period 2027-Q1 --sale-type new-account
    """
    history = gather_history(ctx)
    if sale_type:
        sale_type_process(history.gathered, sale_type, history.gathered.day)
    cohort = Cohort(reps_of(history.gathered, rep), sale_type or "")
    periods = _periods(history, period, until)
    learned = learned_from(history)
    report = report_of(history, learned, cohort, periods, seed, explain)
    if by is None:
        return show(history.gathered, forecast_screen(report), output)
    parts = _groups(history, cohort, by)
    groups = {name: report_of(history, learned, part, periods, seed) for name, part in parts.items()}
    return show(history.gathered, forecast_by_screen(report, by.value.replace("-", " "), groups), output)


def _groups(history: History, cohort: Cohort, by: Groups) -> dict[str, Cohort]:
    """The parts of a cohort that have deals, by name."""
    found, team = of_cohort(history.journeys, cohort), history.gathered.workspace.team
    if by is Groups.SALE_TYPE:
        names = sorted(set(found.sale_type.texts))
        return {name: cohort._replace(sale_type=name) for name in names}
    owners = frozenset(found.labels["owner"].texts)
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


def learned_from(history: History) -> Learned:
    """What all deals say."""
    workspace, day = history.gathered.workspace, history.gathered.day
    processes = {name: p for name in history.journeys.chains if (p := workspace.processes.current(name, day))}
    return Learned(processes, engines(history.tables(), processes), chosen_method(history) == SNAPSHOT)


def report_of(
    history: History, learned: Learned, cohort: Cohort, periods: list[Period], seed: int, explain: str = ""
) -> ForecastReport:
    """The forecast of a cohort by engines that learn from all deals."""
    found = of_cohort(history.journeys, cohort)
    forecasted = forecast_of(
        found, learned.engines, periods, learned=history.journeys, by_snapshot=learned.by_snapshot, seed=seed
    )
    known = {deal.deal.casefold(): deal.deal for deal in forecasted.deals}
    if explain and explain.casefold() not in known:
        raise UsageError(f'there is no open deal "{explain}" in this forecast')
    judged = f"milestonectl --as-of {eve(history)} backtest --origins {FEWEST_ORIGINS}"
    explained = known.get(explain.casefold(), "")
    return ForecastReport(forecasted, _targets(history, cohort, periods), learned.processes, explained, judged)


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
