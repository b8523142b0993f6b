"""`forecast`: what the coming periods bring, with its range."""

from typing import Annotated

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
from milestonectl.history.engine import engines
from milestonectl.history.forecast import forecast as forecast_of
from milestonectl.history.targets import quotas
from milestonectl.model.errors import UsageError
from milestonectl.model.money import Money, digits
from milestonectl.model.period import Period, after, quarter_of
from milestonectl.render.forecast import ForecastReport, forecast_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


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
    report = report_of(history, cohort, periods, seed, explain)
    return show(history.gathered, forecast_screen(report), output)


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


def report_of(history: History, cohort: Cohort, periods: list[Period], seed: int, explain: str) -> ForecastReport:
    """The forecast of a cohort by engines that learn from all deals."""
    gathered = history.gathered
    found = of_cohort(history.journeys, cohort)
    processes = {name: p for name in found.chains if (p := gathered.workspace.processes.current(name, gathered.day))}
    learned = engines(history.tables(), processes)
    by_snapshot = chosen_method(history) == SNAPSHOT
    forecasted = forecast_of(found, learned, periods, learned=history.journeys, by_snapshot=by_snapshot, seed=seed)
    known = {deal.deal.casefold(): deal.deal for deal in forecasted.deals}
    if explain and explain.casefold() not in known:
        raise UsageError(f'there is no open deal "{explain}" in this forecast')
    judged = f"milestonectl --as-of {eve(history)} backtest --origins {FEWEST_ORIGINS}"
    explained = known.get(explain.casefold(), "")
    return ForecastReport(forecasted, _targets(history, cohort, periods), processes, explained, judged)


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
