"""What marketing must bring for the targets of a period."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from milestonectl.history.need import Need, Source
from milestonectl.model.period import Period
from milestonectl.render.screen import Column, Line, Records, Screen, Span, Table
from milestonectl.render.words import day as day_words

_RECORDS = (
    "sale_type", "group", "first_milestone", "reached", "share", "won", "decided", "per_win", "per_week",
    "openings_per_week", "last_useful_day",
)  # fmt: skip
_ASSUMED = (
    "Each source keeps its share of the first milestones so far.",
    "Per win: a source's own record, drawn towards that of all sources; the fewer its deals, the more.",
    "Deals open today count with their chance to be won in the period; all sources are taken to be equally fast.",
)


@dataclass(frozen=True)
class NeedReport:
    """What `rates --need` found."""

    day: datetime.date
    period: Period
    by: str
    needs: Sequence[Need]
    assumptions: Sequence[str]


def need_screen(report: NeedReport) -> Screen:
    """The need as a screen and as the document `milestonectl/need/1`."""
    said = [*_ASSUMED, *report.assumptions]
    document = {
        "schema": "milestonectl/need/1",
        "as_of": report.day.isoformat(),
        "period": {
            "name": report.period.name,
            "start": report.period.start.isoformat(),
            "end": report.period.end.isoformat(),
        },
        "by": report.by or None,
        "rows": [_document(need) for need in report.needs],
        "assumptions": said,
    }
    blocks = [block for need in report.needs for block in _detail(need, report)]
    if not blocks:
        blocks = [f"{report.period.name} has no days left to bring anything in."]
    records = Records(_RECORDS, [row for need in report.needs for row in _records(need)])
    return Screen([*blocks, *(f" {text}" for text in said)], document, records, f"Need for {report.period.name}")


def _detail(need: Need, report: NeedReport) -> list[Line | Table]:
    heading = f"{need.process.title} in {report.period.name}"
    why = f": {need.wins:.1f} wins, {need.won} won, {need.credit:.1f} in flight, {need.gap:.1f} from new deals."
    blocks: list[Line | Table] = [[Span(heading, "bold"), why], *_when(need, report.day), ""]
    if not need.sources:
        return [*blocks, " No deal has passed the first milestone yet: no source has a record.", ""]
    return [*blocks, Table(_columns(report.by), [_row(source, report.by) for source in need.sources]), ""]


def _when(need: Need, day: datetime.date) -> list[Line]:
    if need.gap <= 0:
        return [" The open deals should be enough; what comes now feeds the next period."]
    first = need.first.title
    if need.last_useful is None:
        return [f' Too late for new "{first}": fewer than half would be won in time. They feed the next period.']
    until = day_words(need.last_useful, day)
    return [f' {need.per_week:.1f} of "{first}" a week from now on; after {until} fewer than half are won in time.']


def _columns(by: str) -> tuple[Column, ...]:
    return (
        Column(by.replace("_", " ").capitalize() or "Source", shrink=True),
        Column("Reached", right=True),
        Column("Share", right=True, drop=2),
        Column("Won", right=True),
        Column("Per win", right=True, drop=1),
        Column("A week", right=True),
        Column("Opened a week", right=True),
    )


def _row(source: Source, by: str) -> list[Line]:
    done, decided = source.won
    return [
        source.group or (f"no {by.replace('_', ' ')}" if by else "All"),
        str(source.reached),
        f"{source.share:.0%}",
        f"{done} of {decided}",
        _number(source.per_win),
        _number(source.per_week),
        _number(source.openings_per_week),
    ]


def _document(need: Need) -> dict[str, Any]:
    return {
        "sale_type": need.process.name,
        "first_milestone": need.first.id,
        "wins_needed": _round(need.wins),
        "won": need.won,
        "credit": _round(need.credit),
        "gap": _round(need.gap),
        "first_milestones_per_week": _round(need.per_week),
        "last_useful_day": need.last_useful.isoformat() if need.last_useful else None,
        "sources": [_source_document(source) for source in need.sources],
    }


def _source_document(source: Source) -> dict[str, Any]:
    return {
        "group": source.group or None,
        "reached": source.reached,
        "first_steps_decided": source.opened[1],
        "share": _round(source.share),
        "won": source.won[0],
        "decided": source.won[1],
        "per_win": _round(source.per_win),
        "per_week": _round(source.per_week),
        "openings_per_week": _round(source.openings_per_week),
    }


def _records(need: Need) -> list[list[str]]:
    of_all = _document(need)
    rows = [of_all | _source_document(source) for source in need.sources]
    return [["" if row[column] is None else str(row[column]) for column in _RECORDS] for row in rows]


def _number(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else "too late"


def _round(value: float) -> float | None:
    """A number that JSON can hold."""
    return round(value, 6) if math.isfinite(value) else None
