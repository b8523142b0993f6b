"""One deal: its gates, what proves each milestone, the next ask, its timeline."""

import datetime
from collections.abc import Iterable
from typing import Any

from milestonectl.deals.ask import fitting_plays, known_people
from milestonectl.deals.deal import Deal, Evidence
from milestonectl.deals.gates import Progress, Standing
from milestonectl.deals.pipeline import Position
from milestonectl.deals.prospect import latest_start
from milestonectl.model.condition import describe
from milestonectl.model.process import Play, reaches
from milestonectl.model.row import cells
from milestonectl.model.settings import Team
from milestonectl.render.asks import demand_words, log_command, missing_words, nothing_to_ask, person_words
from milestonectl.render.deals import deal_document
from milestonectl.render.marks import legend, mark
from milestonectl.render.rows import row_words, short_id
from milestonectl.render.screen import Column, Command, Line, Records, Screen, Span, Table
from milestonectl.render.words import day, day_words, full_day, money, plural, spaced

_RECORDS = (
    "stage", "milestone", "title", "side", "required", "mark", "achieved", "proven", "missing", "promised", "waived",
)  # fmt: skip


def show_screen(found: Position, team: Team, today: datetime.date, *, history: bool = False) -> Screen:
    """One deal as a screen and as the document `milestonectl/show/1`."""
    blocks: list[Line | Table] = [_heading(found, team), *_flags(found), "", _gates(found, today), ""]
    blocks += [legend([found.progress]), "", *next_ask(found)]
    if history:
        blocks += ["", *_timeline(found)]
    return Screen(blocks, show_document(found, today), _records(found), found.deal.id, reads_as_text=True)


def _records(found: Position) -> Records:
    """A row a milestone, for CSV and Markdown."""
    return Records(_RECORDS, [_record(standing) for standing in found.progress.standings])


def _record(standing: Standing) -> list[str]:
    achieved, waiver, planned = standing.achievement, standing.waiver, standing.planned
    return [
        standing.stage.id, standing.milestone.id, standing.milestone.title, standing.milestone.side,
        "yes" if standing.required else "no", standing.mark, achieved.first.isoformat() if achieved else "",
        "yes" if standing.proven else "no", "; ".join(standing.missing), planned.date if planned else "",
        waiver.reason if waiver else "",
    ]  # fmt: skip


def _heading(found: Position, team: Team) -> Line:
    deal = found.deal
    title = deal.process.title if deal.process else deal.sale_type
    facts = [
        deal.account or "no account",
        title.lower() or "no sale type",
        team.name_of(deal.owner),
        money(deal.amount) if deal.amount else "",
    ]
    facts.append(ending_words(deal))
    facts += [f"{name} {value}" for name, value in deal.fields.items()]
    return [Span(deal.id, "bold"), "  ", ", ".join(fact for fact in facts if fact)]


def ending_words(deal: Deal) -> str:
    """How and when it ended, or when it is expected to."""
    if deal.closed:
        return f"{deal.outcome} {full_day(deal.closed)}"
    if not deal.close_date:
        return ""
    days = sum(push.days for push in deal.pushes)
    times = {1: "once", 2: "twice"}.get(len(deal.pushes), f"{len(deal.pushes)} times")
    pushed = f" (pushed {times}, {plural(days, 'day')})" if deal.pushes else ""
    return f"closes {full_day(deal.close_date)}{pushed}"


def _flags(found: Position) -> list[Line]:
    return [[" ", Span(f"{flag.name.replace('-', ' ')}: ", "warning"), flag.reason] for flag in found.flags]


def _gates(found: Position, today: datetime.date) -> Table:
    columns = [Column(""), Column(""), Column("", wrap=True), Column("", right=True), Column("", wrap=True)]
    rows: list[list[Line]] = []
    previous = ""
    for standing in found.progress.standings:
        title = standing.stage.title if standing.stage.id != previous else ""
        arrow = _arrow(found.progress, standing) if title else " "
        rows.append(
            [
                f"{arrow} {title}",
                mark(standing),
                _title(standing),
                _achieved(standing, today),
                _words(standing, found, today),
            ]
        )
        previous = standing.stage.id
    return Table(columns, rows)


def _arrow(progress: Progress, standing: Standing) -> str:
    if progress.stage is not None and progress.stage.id == standing.stage.id:
        return "▸"
    gate = [other for other in progress.standings if other.stage.id == standing.stage.id]
    return "✓" if all(other.done for other in gate) else " "


def _title(standing: Standing) -> Line:
    return standing.milestone.title if standing.milestone.required else [standing.milestone.title, " (optional)"]


def _achieved(standing: Standing, today: datetime.date) -> str:
    return day(standing.achievement.first, today) if standing.achievement else ""


def _words(standing: Standing, found: Position, today: datetime.date) -> Line:
    """What proves it, or what is missing."""
    if standing.waiver is not None and standing.achievement is None:
        return f"waived by {standing.waiver.by}: {standing.waiver.reason}"
    if standing.achievement is None:
        return _ahead(standing, found, today)
    facts = [_best_words(standing.achievement.evidence)] if standing.achievement.evidence else []
    facts += standing.missing
    if standing.achievement.override:
        facts.append(f"overriding the gate: {standing.achievement.override}")
    if standing.achievement.times > 1:
        facts.append(f"achieved {standing.achievement.times} times")
    if standing.out_of_order:
        facts.append("out of order")
    return Span("; ".join(facts), "warning" if standing.missing else "")


def _best_words(evidence: Iterable[Evidence]) -> str:
    best = next(
        item for level in ("confirmed", "documented", "asserted") for item in evidence if reaches(item.level, level)
    )
    role = spaced(best.role)
    source = " from " + (f"{best.contact} ({role})" if role and best.contact else best.contact or f"the {role}")
    return spaced(best.kind) + (source if best.contact or role else "")


def _ahead(standing: Standing, found: Position, today: datetime.date) -> str:
    planned = f"promised for {day_words(standing.planned.date)}" if standing.planned else ""
    usual = standing.milestone.typical_days
    if planned or found.deal.outcome != "open" or not usual:
        return planned
    latest = latest_start(found, standing)
    if latest is None:
        return f"usually {plural(usual, 'day')}"
    late = "should have begun by" if latest < today else "start by"
    return f"usually {plural(usual, 'day')}: {late} {day(latest, today)} to close in time"


def next_ask(found: Position) -> list[Line | Table]:
    """What to ask, send and do now, and the command that records it."""
    if found.deal.outcome != "open" or not found.progress.next:
        return [*nothing_to_ask(found)]
    upcoming = found.progress.next[0]
    plays = fitting_plays(upcoming.milestone, found.deal)
    rows: list[list[Line]] = [[Span("Next", "bold"), Span(upcoming.milestone.title, "bold")]]
    if upcoming.achieved:
        rows.append(["Missing", missing_words(upcoming)])
    for play in plays[:1]:
        rows += _play_rows(play)
    rows += [[_second_label(play), f"{play.situation}: {question}"] for play in plays[1:2] for question in play.ask[:1]]
    people = known_people(upcoming, found.deal)
    rows += [["Who" if number == 0 else "", person_words(who)] for number, who in enumerate(people[:2])]
    rows.append(["Proof", demand_words(upcoming.milestone.evidence)])
    rows.append(["Log it", Command(log_command(found.deal.id, upcoming))])
    return [Table([Column(""), Column("", wrap=True)], rows)]


def _second_label(play: Play) -> str:
    return "Beware" if play.situation in ("competitor", "status quo") else "Or"


def _play_rows(play: Play) -> list[list[Line]]:
    labelled = [("Ask", play.ask), ("Send", play.send), ("Do", play.do)]
    return [[label if number == 0 else "", text] for label, texts in labelled for number, text in enumerate(texts)]


def _timeline(found: Position) -> list[Line | Table]:
    voiding = {row.ref: row for row in found.deal.voiding}
    rows: list[list[Line]] = []
    for row in sorted((*found.deal.rows, *found.deal.voided), key=lambda row: row.order):
        words = row_words(row, found.deal.process)
        void = voiding.get(row.id)
        told: Line = [Span(words, "struck"), f" (voided by {void.by}: {void.reason})"] if void else words
        rows.append([short_id(row), row.date, row.by, told])
    return [Span("Timeline", "bold"), Table([Column(""), Column(""), Column(""), Column("", wrap=True)], rows)]


def show_document(found: Position, today: datetime.date) -> dict[str, Any]:
    """The document `milestonectl/show/1`."""
    return {
        "schema": "milestonectl/show/1",
        "as_of": today.isoformat(),
        **deal_document(found),
        "flag_reasons": {flag.name: flag.reason for flag in found.flags},
        "timeline": [cells(row) for row in found.deal.rows],
        "voided": [cells(row) for row in (*found.deal.voided, *found.deal.voiding)],
        "remaining": [remaining_document(standing, found) for standing in found.progress.remaining],
    }


def remaining_document(standing: Standing, found: Position) -> dict[str, Any]:
    """One remaining milestone of machine output."""
    start = latest_start(found, standing)
    return {
        "milestone": standing.milestone.id,
        "title": standing.milestone.title,
        "stage": standing.stage.id,
        "side": standing.milestone.side,
        "missing": list(standing.missing),
        "planned": standing.planned.date if standing.planned else None,
        "typical_days": standing.milestone.typical_days,
        "latest_start": start.isoformat() if start else None,
        "plays": [
            {
                "situation": play.situation,
                "when": describe(play.when),
                "ask": list(play.ask),
                "send": list(play.send),
                "do": list(play.do),
            }
            for play in fitting_plays(standing.milestone, found.deal)
        ],
    }
