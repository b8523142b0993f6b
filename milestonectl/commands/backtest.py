"""`backtest`: what the forecast would have said in the past, against what happened."""

import datetime
import functools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, NamedTuple

import typer

from milestonectl.commands.arguments import As, Output
from milestonectl.commands.clock import parse_day
from milestonectl.commands.gather_history import History, gather_history
from milestonectl.commands.reading import show
from milestonectl.history.backtest import (
    Origin,
    cases,
    chosen,
    in_money,
    origins,
    scores,
)
from milestonectl.history.backtest_deals import uncertainties
from milestonectl.history.backtest_money import money_scores
from milestonectl.history.choice import Recorded, choice, choice_counts
from milestonectl.history.scan import first_opening
from milestonectl.model.clock import as_of
from milestonectl.model.errors import Exit, UsageError
from milestonectl.model.period import Period
from milestonectl.model.process import Process
from milestonectl.render.backtest import BacktestReport, backtest_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_MEASURES = ("brier", "calibration", "crps", "coverage_80", "wape")
_CONDITION = re.compile(r"\s*([a-z_0-9]+)\s*([<>])\s*([0-9]*\.?[0-9]+)\s*")


class Condition(NamedTuple):
    """What must not come true in CI: a measure above or below a number."""

    measure: str
    sign: str
    number: float


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
        list[str] | None,
        typer.Option(
            "--fail-if",
            metavar="CONDITION",
            help="Exit 1 when it is true of the method that did best, as in brier>0.2; again for more.",
        ),
    ] = None,
    output: As = Output.TABLE,
) -> int:
    """Show what the forecast would have said in the past, with what was recorded then, against what happened.

    Example: milestonectl backtest --origins 9 --fail-if "brier>0.2"
    """
    history = gather_history(ctx)
    conditions = [_condition(text) for text in fail_if or []]
    report = report_of(history, [parse_day(text, "--from-day") for text in day or []], most, seed)
    failed = _failed(report, conditions)
    code = show(history.gathered, backtest_screen(replace(report, failed=failed)), output)
    for each in failed:
        typer.echo(f"milestonectl: --fail-if: {each}", err=True)
    return Exit.PROBLEMS if failed else code


def report_of(history: History, days: list[datetime.date], most: int, seed: int) -> BacktestReport:
    """The backtest of all deals."""
    today = history.gathered.day
    first = first_opening(history.tables(), today)
    every = [Origin(day, Period(day, today, f"until {today}")) for day in sorted(days)] or _usual(history, first, most)
    found = cases(
        every, lambda day: history.past.seen_by(as_of(day)), lambda day: _processes(history, day), history.journeys
    )
    wins, money = scores(found, seed=seed), money_scores([case.totals for case in found])
    return BacktestReport(
        today, found, in_money(wins, money), chosen(wins, len(found)), uncertainties(found, seed=seed), (), wins, money
    )


def chosen_by(history: History, rows: Recorded, most: int) -> str:
    """The method that a backtest from so many days would choose."""
    every = tuple(_usual(history, rows.first or history.gathered.day, most))
    (table,) = history.counted(functools.partial(choice_counts, every, rows.share))
    return choice(table, every, lambda day: _processes(history, day))


def _usual(history: History, first: datetime.date, most: int) -> list[Origin]:
    return origins(first, history.gathered.day, history.gathered.workspace.settings.fiscal_year_starts, most)


def _processes(history: History, day: datetime.date) -> Mapping[str, Process]:
    processes = history.gathered.workspace.processes
    return {name: found for name in processes.versions if (found := processes.current(name, day))}


def _condition(text: str) -> Condition:
    match = _CONDITION.fullmatch(text)
    if match is None or match[1] not in _MEASURES:
        raise UsageError(
            f'--fail-if "{text}": write one of {", ".join(_MEASURES)}, > or < and a number, as in crps>0.3'
        )
    return Condition(match[1], match[2], float(match[3]))


def _failed(report: BacktestReport, conditions: Sequence[Condition]) -> list[str]:
    """The conditions that are true. What cannot be measured fails too: CI must not pass for want of evidence."""
    score = next((score for score in report.scores if score.method == report.chosen), None)
    values = [(each, float(getattr(score, each.measure)) if score else math.nan) for each in conditions]
    return [_failure(each, value) for each, value in values if math.isnan(value) or _is_true(each, value)]


def _failure(condition: Condition, value: float) -> str:
    if math.isnan(value):
        return f"{condition.measure} cannot be measured yet"
    return f"{condition.measure} {value:.4g} {condition.sign} {condition.number:g}"


def _is_true(condition: Condition, value: float) -> bool:
    return value > condition.number if condition.sign == ">" else value < condition.number
