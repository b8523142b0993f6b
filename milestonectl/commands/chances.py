"""The chances to win in time that `next` ranks by: read where they were left behind, else learned from history."""

import datetime
from dataclasses import replace

import typer

from milestonectl.commands.gather import Gathered
from milestonectl.deals.chances import Chances
from milestonectl.files.chances import keep_chances, known_chances
from milestonectl.model.clock import as_of
from milestonectl.model.period import DAY


def remembered(gathered: Gathered) -> Chances | None:
    """The chances of a day as somebody left them behind; never looks at history."""
    return known_chances(gathered.root, _eve(gathered.day))


def learned(ctx: typer.Context, gathered: Gathered) -> Chances:
    """The same, learned from history when nobody has yet."""
    return remembered(gathered) or _learned(ctx, gathered)


def _eve(day: datetime.date) -> datetime.date:
    """The last day of the month before."""
    return day.replace(day=1) - DAY


def _learned(ctx: typer.Context, gathered: Gathered) -> Chances:
    from milestonectl.commands.gather_history import gather_history
    from milestonectl.history.book import book_of
    from milestonectl.history.engine import engines
    from milestonectl.history.forecast import prior_driven
    from milestonectl.history.in_time import chances_left_behind
    from milestonectl.history.scan import engine_counts

    eve = _eve(gathered.day)
    now = gather_history(ctx)
    history = replace(now, gathered=replace(now.gathered, horizon=as_of(eve)))
    found = history.journeys
    processes = {name: p for name in found.chains if (p := gathered.workspace.processes.current(name, eve))}
    known = engines(engine_counts(found), processes)
    chances = chances_left_behind(known, found.chains, eve, prior_driven(book_of(found, eve), known))
    keep_chances(gathered.root, chances)
    return chances
