"""`coach`: for each rep the one milestone where more is to be gained, and where the team has most to gain."""

import functools

import typer

from milestonectl.commands.arguments import As, AskedQuarter, AskedRep, AskedSaleType, Output
from milestonectl.commands.engines import AskedEngine, AskedLedger, Engine, gather_counted
from milestonectl.commands.gather import sale_type_process
from milestonectl.commands.gather_history import History
from milestonectl.commands.people import reps_of
from milestonectl.commands.periods import asked_period
from milestonectl.commands.reading import show
from milestonectl.history.coaching import StepOfTeam, coaching, most_to_gain, widest_headroom
from milestonectl.history.cohort import EVERYBODY
from milestonectl.history.engine import engines
from milestonectl.history.evidence import evidence_counts, evidenced
from milestonectl.history.lateness import lateness
from milestonectl.history.leverage_now import leverage
from milestonectl.history.practice import Note, latest_notes, notes_of
from milestonectl.model.period import Period, quarter_of
from milestonectl.model.process import Play
from milestonectl.render.coach import CoachReport, coach_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def coach(
    ctx: typer.Context,
    rep: AskedRep = None,
    sale_type: AskedSaleType = None,
    period: AskedQuarter = None,
    engine: AskedEngine = Engine.PROCESS,
    ledger: AskedLedger = None,
    output: As = Output.TABLE,
) -> int:
    """Show for each rep the one milestone where more is to be gained, and where the team as a whole has most to gain.

    Example: milestonectl coach --rep lee
    """
    history = gather_counted(ctx, engine, ledger)
    gathered = history.gathered
    if sale_type:
        sale_type_process(gathered, sale_type, gathered.day)
    starts = gathered.workspace.settings.fiscal_year_starts
    asked = asked_period(gathered, period) if period else quarter_of(gathered.day, starts)
    report = report_of(history, asked, sale_type or "", reps_of(gathered, rep))
    return show(gathered, coach_screen(report), output)


def report_of(history: History, period: Period, sale_type: str, reps: frozenset[str]) -> CoachReport:
    """Coaching for some reps, each compared with the whole team."""
    gathered, chains = history.gathered, history.chains
    tables, proven = history.scanned("owner", EVERYBODY, evidence_counts)
    tables = tables[tables["sale_type"] == sale_type] if sale_type else tables
    processes = {name: p for name in chains if (p := gathered.workspace.processes.current(name, gathered.day))}
    steps = coaching(tables, chains)
    headroom = widest_headroom(steps)
    currency = gathered.workspace.settings.currency
    booked = tables[(tables["measure"] == "spell") & (tables["life"] == "booked") & (tables["state"] == 0)]
    return CoachReport(
        day=gathered.day,
        period=period,
        currency=currency,
        team=gathered.workspace.team,
        processes=processes,
        focus={who: record for who, record in most_to_gain(steps).items() if not reps or who in reps},
        headroom=headroom,
        levers=leverage(tables, engines(tables, processes), processes, (period.end - gathered.day).days, currency),
        plays=_plays(history, headroom),
        notes=_notes(history, headroom),
        booked={
            str(who): int(n) for who, n in booked.groupby("group")["count"].sum().items() if not reps or who in reps
        },
        lateness={who: late for who, late in lateness(tables).items() if not reps or who in reps},
        evidenced={who: found for who, found in evidenced(proven).items() if not reps or who in reps},
    )


def _awaited(history: History, step: StepOfTeam) -> str:
    """The milestone that deals at a step are waiting for."""
    return history.chains[step.sale_type][step.state]


def _plays(history: History, step: StepOfTeam | None) -> tuple[Play, ...]:
    process = history.gathered.workspace.processes.current(step.sale_type, history.gathered.day) if step else None
    milestone = process.milestone(_awaited(history, step)) if process and step else None
    return milestone.plays if milestone else ()


def _notes(history: History, step: StepOfTeam | None) -> list[Note]:
    """From those who do at least as well as the best quarter."""
    if step is None:
        return []
    exemplary = frozenset(record.rep for record in step.records if record.shrunk >= step.exemplary)
    (table,) = history.counted(functools.partial(latest_notes, _awaited(history, step), exemplary))
    return notes_of(table)
