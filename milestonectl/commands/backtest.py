"""`backtest`: what the forecast would have said in the past, against what happened."""

import datetime
from collections.abc import Mapping
from typing import Annotated

import typer

from milestonectl.commands.arguments import As, Output
from milestonectl.commands.clock import parse_day
from milestonectl.commands.gather_history import History, gather_history
from milestonectl.commands.reading import show
from milestonectl.history.backtest import ENGINE, Origin, Score, cases, chosen, origins, scores
from milestonectl.history.journeys import NEVER, day_number
from milestonectl.model.clock import as_of
from milestonectl.model.errors import Exit, UsageError
from milestonectl.model.period import Period
from milestonectl.model.process import Process
from milestonectl.render.backtest import BacktestReport, backtest_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_MEASURES = ("brier", "crps", "wape")


@app.command()
def backtest(
    ctx: typer.Context,
    most: Annotated[int, typer.Option("--origins", metavar="N", help="From how many days at most.", min=1)] = 12,
    day: Annotated[
        list[str] | None,
        typer.Option("--from-day", metavar="DATE", help="From this day to today instead; again for more."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same numbers.", min=0)] = 0,
    fail_if: Annotated[
        str, typer.Option("--fail-if", metavar="MEASURE>NUMBER", help="Exit 1 when brier, crps or wape is above it.")
    ] = "",
    output: As = Output.TABLE,
) -> int:
    """Show what the forecast would have said in the past, with what was recorded then, against what happened.

    Example: milestonectl backtest --origins 9 --fail-if "crps>0.3"
    """
    history = gather_history(ctx)
    limit = _limit(fail_if)
    report = report_of(history, [parse_day(text, "--from-day") for text in day or []], most, seed)
    code = show(history.gathered, backtest_screen(report), output)
    return Exit.PROBLEMS if limit and any(_is_above(score, *limit) for score in report.scores) else code


def report_of(history: History, days: list[datetime.date], most: int, seed: int) -> BacktestReport:
    """The backtest of all deals."""
    today = history.gathered.day
    every = [Origin(day, Period(day, today, f"until {today}")) for day in sorted(days)] or _usual(history, most)
    found = cases(
        every, lambda day: history.seen_by(as_of(day)), lambda day: _processes(history, day), history.journeys
    )
    scored = scores(found, seed=seed)
    return BacktestReport(today, found, scored, chosen(scored, len(found)))


def _usual(history: History, most: int) -> list[Origin]:
    opened = history.journeys.opened
    today = history.gathered.day
    first = (
        today - datetime.timedelta(days=day_number(today) - int(opened.min(initial=NEVER))) if len(opened) else today
    )
    return origins(first, today, history.gathered.workspace.settings.fiscal_year_starts, most)


def _processes(history: History, day: datetime.date) -> Mapping[str, Process]:
    processes = history.gathered.workspace.processes
    return {name: found for name in processes.versions if (found := processes.current(name, day))}


def _limit(text: str) -> tuple[str, float] | None:
    if not text:
        return None
    measure, _, number = text.partition(">")
    try:
        if measure.strip() in _MEASURES:
            return measure.strip(), float(number)
    except ValueError:
        pass
    raise UsageError(f'--fail-if "{text}": write one of {", ".join(_MEASURES)}, > and a number, as in crps>0.3')


def _is_above(score: Score, measure: str, number: float) -> bool:
    return score.method == ENGINE and float(getattr(score, measure)) > number
