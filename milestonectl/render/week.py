"""The sheet for the weekly talk: what was promised and kept, what is promised now, what the week requires, what is next."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from milestonectl.deals.pipeline import Position
from milestonectl.history.promises import Kept, Promise, kept_share
from milestonectl.model.period import Period
from milestonectl.render.bars import sparkline
from milestonectl.render.screen import Column, Facts, Line, Picture, Records, Screen, Span, Table
from milestonectl.render.words import day as day_words
from milestonectl.render.words import full_day, plural

_PROMISES = (Column("Deal"), Column("Milestone", shrink=True, least=24), Column("For", right=True), Column(""))
_NEXT = (Column("Deal"), Column("Next", shrink=True, least=24), Column("Idle", right=True), Column("", shrink=True))
_RECORDS = ("rep", "part", "deal", "milestone", "day", "state")


@dataclass(frozen=True)
class RepWeek:
    """One rep's week."""

    rep: str
    name: str
    last: Sequence[Promise]
    now: Sequence[Promise]
    lately: Kept
    """Of the promises of the last quarter."""
    by_week: Sequence[int]
    """Those of the last quarter, this week last: what each week brought."""
    achieved: int
    """Milestones that count for the target, this week so far."""
    required: float | None
    """Those that the week takes; nothing without a target."""
    open: Sequence[Position]


@dataclass(frozen=True)
class WeekReport:
    """What `week` found."""

    day: datetime.date
    week: Period
    reps: Sequence[RepWeek]


def week_screen(report: WeekReport) -> Screen:
    """The sheet as a screen and as the document `milestonectl/week/1`."""
    blocks: list[Line | Table] = [Span(f"Week {report.week.name}, on {full_day(report.day)}", "bold"), ""]
    for rep in report.reps:
        blocks += _rep(rep, report)
    if report.reps:
        blocks.append(" To promise a milestone: milestonectl plan DEAL MILESTONE --date DATE")
    else:
        blocks += [" Nobody has open deals, promises or a target.", " To open a deal: milestonectl open DEAL"]
    return Screen(blocks, _document(report), Records(_RECORDS, _rows(report)), f"Week {report.week.name}")


def _rep(rep: RepWeek, report: WeekReport) -> list[Line | Table]:
    blocks: list[Line | Table] = [[Span(rep.name, "bold"), f": {_figures(rep)}"]]
    drawn = sparkline(rep.by_week)
    if drawn.text:
        blocks.append(Picture(f" Milestones a week, {len(rep.by_week)} weeks: {drawn.text}"))
    last = kept_share(rep.last)
    blocks += _promises(f" Last week: {last.kept} of {last.of} promises kept" if rep.last else "", rep.last, report)
    blocks += _promises(" Promised for this week" if rep.now else "", rep.now, report)
    asking = [found for found in rep.open if found.progress.next]
    if asking:
        blocks += [" What each deal needs next", Table(_NEXT, [_next(found) for found in asking], indent=3)]
    return [*blocks, ""]


def _figures(rep: RepWeek) -> str:
    required = "no target" if rep.required is None else f"{rep.required:.1f} required"
    kept = f", {rep.lately.kept} of {rep.lately.of} promises kept in the last quarter" if rep.lately.of else ""
    return f"{plural(rep.achieved, 'milestone')} so far, {required}{kept}"


def _promises(heading: str, found: Sequence[Promise], report: WeekReport) -> list[Line | Table]:
    if not found:
        return []
    rows: list[list[Line]] = [
        [p.deal, p.title, day_words(p.day, report.day), Span(p.state, "" if p.state in ("kept", "due") else "warning")]
        for p in found
    ]
    return [heading, Table(_PROMISES, rows, indent=3)]


def _next(found: Position) -> list[Line]:
    upcoming = found.progress.next[0]
    return [
        found.deal.id,
        f"{upcoming.milestone.title} ({upcoming.milestone.side})",
        f"{found.idle}d",
        Facts([flag.name.replace("-", " ") for flag in found.flags], "warning"),
    ]


def _document(report: WeekReport) -> dict[str, Any]:
    return {
        "schema": "milestonectl/week/1",
        "as_of": report.day.isoformat(),
        "week": {"name": report.week.name, "start": report.week.start.isoformat(), "end": report.week.end.isoformat()},
        "reps": [
            {
                "rep": rep.rep,
                "last_week": [_promise_document(promise) for promise in rep.last],
                "this_week": [_promise_document(promise) for promise in rep.now],
                "kept": rep.lately.kept,
                "promised": rep.lately.of,
                "achieved": rep.achieved,
                "required": None if rep.required is None else round(rep.required, 6),
                "next": [
                    {"deal": found.deal.id, "milestone": found.progress.next[0].milestone.id}
                    for found in rep.open
                    if found.progress.next
                ],
            }
            for rep in report.reps
        ],
    }


def _promise_document(promise: Promise) -> dict[str, Any]:
    return {
        "deal": promise.deal,
        "milestone": promise.milestone,
        "day": promise.day.isoformat(),
        "state": promise.state,
    }


def _counted(rep: RepWeek) -> list[tuple[str, str]]:
    """The figures of a rep's week, for tables of records."""
    required = "no target" if rep.required is None else f"{rep.required:.1f}"
    kept = f"{rep.lately.kept} of {rep.lately.of}"
    return [("achieved", str(rep.achieved)), ("required", required), ("kept in the last quarter", kept)]


def _rows(report: WeekReport) -> list[list[str]]:
    rows = []
    for rep in report.reps:
        rows += [[rep.rep, part, "", "", "", figure] for part, figure in _counted(rep)]
        for part, found in (("last week", rep.last), ("this week", rep.now)):
            rows += [[rep.rep, part, p.deal, p.milestone, p.day.isoformat(), p.state] for p in found]
        asking = [found for found in rep.open if found.progress.next]
        rows += [[rep.rep, "next", f.deal.id, f.progress.next[0].milestone.id, "", ""] for f in asking]
    return rows
