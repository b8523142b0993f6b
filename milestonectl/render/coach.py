"""One thing to work on for each rep, and where the team as a whole has most to gain. In the order of names, never of figures."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milestonectl.history.coaching import FEWEST_TO_SAY_ANYTHING, Record, StepOfTeam
from milestonectl.history.evidence import Evidenced
from milestonectl.history.lateness import LATE_DAYS, Lateness
from milestonectl.history.leverage_now import Leverage
from milestonectl.history.practice import Note
from milestonectl.history.rates import FEWEST_FOR_A_SHARE
from milestonectl.model.money import Money, digits
from milestonectl.model.period import Period
from milestonectl.model.process import Play, Process
from milestonectl.model.settings import Team
from milestonectl.render.screen import Column, Line, Records, Screen, Span, Table
from milestonectl.render.words import full_day, plural, short_money

_COLUMNS = (
    Column("Who", shrink=True),
    Column("Where", shrink=True, least=20),
    Column("Went on", right=True, drop=1),
    Column("Likely rate", right=True),
    Column("Team", right=True, drop=2),
    Column("To gain", right=True),
    Column("", shrink=True),
)
_RECORDS = (
    "rep", "sale_type", "milestone", "went_on", "decided", "rate", "low", "high", "team_rate", "gain", "signal",
)  # fmt: skip
_MOST_LEVERS = 3
_SIGNALS = {"coach": "worth a talk", "learn from": "learn from them", "": ""}


@dataclass(frozen=True)
class CoachReport:
    """What `coach` found."""

    day: datetime.date
    period: Period
    currency: str
    team: Team
    processes: Mapping[str, Process]
    focus: Mapping[str, Record]
    """For each rep the milestone with most to gain."""
    headroom: StepOfTeam | None
    levers: Sequence[Leverage]
    plays: Sequence[Play]
    """Of the milestone with most headroom."""
    notes: Sequence[Note]
    """Of those who do well there."""
    booked: Mapping[str, int]
    """Deals that each rep only booked afterwards."""
    lateness: Mapping[str, Lateness]
    """How late each rep writes things down."""
    evidenced: Mapping[str, Evidenced]
    """How much of it is proven."""


def coach_screen(report: CoachReport) -> Screen:
    """Coaching as a screen and as the document `milestonectl/coach/1`."""
    rows = [_row(report, record) for record in report.focus.values()]
    heading = Span("One milestone each, where most is to be gained", "bold")
    body: list[Line | Table] = [heading, "", Table(_COLUMNS, rows), ""] if rows else _too_few()
    learned = [*_team(report), *_practice(report)] if rows else []
    blocks = [*body, *learned, *_lateness(report), *_booked(report), *(_footer() if rows else [])]
    return Screen(blocks, _document(report), _records(report), "Coaching")


def _too_few() -> list[Line | Table]:
    """What it takes before there is something to say."""
    return [
        "Too few deals to say.",
        f" It takes {FEWEST_TO_SAY_ANYTHING} deals of one rep that went on or were lost at a milestone.",
        " Where deals stand: milestonectl status",
        "",
    ]


def coached_title(report: CoachReport, sale_type: str, milestone: str) -> str:
    """A milestone and its sale type, in words."""
    process = report.processes[sale_type]
    found = process.milestone(milestone)
    return f"{found.title if found else 'Opened'}, {process.title.lower()}"


def _row(report: CoachReport, record: Record) -> list[Line]:
    low, high = record.interval
    shown = record.decided >= FEWEST_FOR_A_SHARE
    return [
        report.team.name_of(record.rep) or "nobody",
        coached_title(report, record.sale_type, record.milestone),
        f"{record.went_on} of {record.decided}",
        f"{record.shrunk:.0%} ({100 * low:.0f}-{100 * high:.0f})",
        f"{record.team_rate:.0%}",
        f"{record.gain:.1f}" if shown else "few deals",
        Span(_SIGNALS[record.signal] if shown else "", "warning" if record.signal == "coach" else ""),
    ]


def _team(report: CoachReport) -> list[Line | Table]:
    lines: list[Line | Table] = [Span("The team", "bold")]
    if report.headroom:
        step = report.headroom
        gain = sum(record.gain for record in step.records)
        where = coached_title(report, step.sale_type, step.milestone)
        rates = f"{step.strength.rate:.0%} go on, in the best quarter of reps {step.exemplary:.0%}"
        lines.append(f" Most headroom: {where}. {rates}: {gain:.1f} deals more.")
    else:
        lines.append(" No milestone where reps differ by more than chance would make.")
    if report.levers:
        lines.append(f" Until {full_day(report.period.end)} a tenth more deals taking a step would bring:")
        rows: list[list[Line]] = [
            [coached_title(report, lever.sale_type, lever.milestone), f"{lever.wins:.2f} wins", _worth(report, lever)]
            for lever in report.levers[:_MOST_LEVERS]
        ]
        lines.append(Table([Column("", shrink=True), Column("", right=True), Column("", right=True)], rows, indent=3))
    return [*lines, ""]


def _worth(report: CoachReport, lever: Leverage) -> str:
    return short_money(Money(report.currency, round(lever.revenue * 10 ** digits(report.currency))))


def _practice(report: CoachReport) -> list[Line | Table]:
    if not (report.headroom and (report.plays or report.notes)):
        return []
    rows: list[list[Line]] = [
        [f"Play: {play.situation}", question] for play in report.plays for question in play.ask[:1]
    ]
    rows += [[f"{report.team.name_of(note.rep)} on {note.deal}", note.text] for note in report.notes]
    title = coached_title(report, report.headroom.sale_type, report.headroom.milestone)
    return [Span(f"What is done there: {title}", "bold"), Table([Column(""), Column("", wrap=True)], rows), ""]


def _lateness(report: CoachReport) -> list[Line | Table]:
    """Who writes things down late looks faster and surer than they are."""
    rows: list[list[Line]] = [
        [
            report.team.name_of(rep) or "nobody",
            plural(found.median_days, "day"),
            f"{found.late} of {found.logged}",
            *_evidenced(report.evidenced.get(rep)),
        ]
        for rep, found in report.lateness.items()
    ]
    if not rows:
        return []
    columns = [
        Column("Who", shrink=True),
        Column("Usual delay", right=True),
        Column(f"After {LATE_DAYS} days", right=True),
        Column("Evidence on record", right=True),
        Column("Buyer confirmed", right=True),
    ]
    return [Span("Written down how long after it happened, and how well proven", "bold"), Table(columns, rows), ""]


def _evidenced(found: Evidenced | None) -> list[Line]:
    """Shares of the milestones that were achieved; only counts where they are few."""
    if found is None:
        return ["", ""]
    return [_share(count, found.achieved) for count in (found.documented, found.confirmed)]


def _share(count: int, of: int) -> str:
    return f"{count / of:.0%} of {of}" if of >= FEWEST_FOR_A_SHARE else f"{count} of {of}"


def _booked(report: CoachReport) -> list[Line]:
    return [
        f" {report.team.name_of(rep)}: {plural(count, 'deal')} booked afterwards; not counted above, and nothing to learn from."
        for rep, count in report.booked.items()
    ]


def _footer() -> list[Line]:
    return [
        " Likely rates are drawn to the team's by as much as so few deals ask for; ranges hold 80 %.",
        f" A word stands only where {FEWEST_FOR_A_SHARE} deals or more carry it. This is no ranking.",
        " The deals behind it: milestonectl rates --by rep --explain --milestone NAME",
    ]


def _document(report: CoachReport) -> dict[str, Any]:
    return {
        "schema": "milestonectl/coach/1",
        "as_of": report.day.isoformat(),
        "period": {"start": report.period.start.isoformat(), "end": report.period.end.isoformat()},
        "rows": [_record_document(record) for record in report.focus.values()],
        "headroom": _headroom_document(report.headroom),
        "leverage": [each._asdict() for each in report.levers],
        "notes": [note._asdict() for note in report.notes],
        "booked_afterwards": dict(report.booked),
        "log_delay": [{"rep": rep, **found._asdict()} for rep, found in report.lateness.items()],
        "evidence": [{"rep": rep, **found._asdict()} for rep, found in report.evidenced.items()],
    }


def _headroom_document(step: StepOfTeam | None) -> dict[str, Any] | None:
    if step is None:
        return None
    gain = sum(record.gain for record in step.records)
    return {
        "sale_type": step.sale_type,
        "milestone": step.milestone or "opened",
        "team_rate": round(step.strength.rate, 6),
        "exemplary_rate": round(step.exemplary, 6),
        "gain": round(gain, 6),
    }


def _record_document(record: Record) -> dict[str, Any]:
    return {
        "rep": record.rep,
        "sale_type": record.sale_type,
        "milestone": record.milestone or "opened",
        "went_on": record.went_on,
        "decided": record.decided,
        "rate": round(record.shrunk, 6),
        "low": round(record.interval.low, 6),
        "high": round(record.interval.high, 6),
        "team_rate": round(record.team_rate, 6),
        "gain": round(record.gain, 6),
        "signal": record.signal or None,
    }


def _records(report: CoachReport) -> Records:
    rows = [_record_document(record) for record in report.focus.values()]
    return Records(_RECORDS, [["" if row[c] is None else str(row[c]) for c in _RECORDS] for row in rows])
