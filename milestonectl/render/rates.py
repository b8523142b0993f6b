"""Conversion, win rate and time of each milestone."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milestonectl.history.cohort import LeftOut
from milestonectl.history.rates import FEWEST_FOR_A_SHARE, Ends, Rate
from milestonectl.model.process import Process
from milestonectl.render.bars import FULL, MAYBE, Layer, bar
from milestonectl.render.screen import Column, Line, Records, Screen, Span, Table
from milestonectl.render.words import plural

_COLUMNS = (
    Column("From", shrink=True, least=24),
    Column("Deals", right=True),
    Column("Went on", right=True),
    Column("Lost", right=True, drop=2),
    Column("Open", right=True, drop=2),
    Column("Conversion", right=True),
    Column(""),
    Column("Win rate", right=True),
    Column("Median", right=True, drop=1),
    Column("P90", right=True, drop=3),
)
_LEGEND = f"{FULL} as far as the conversion is at least   {MAYBE} as far as it may be"
_RECORDS = (
    "sale_type", "group", "milestone", "entered", "advanced", "lost", "open", "skipped", "conversion", "low", "high",
    "undecided", "win_rate", "win_low", "win_high", "median_days", "p90_days",
)  # fmt: skip


@dataclass(frozen=True)
class RatesReport:
    """What `rates` found."""

    day: datetime.date
    rates: Sequence[Rate]
    processes: Mapping[str, Process]
    by: str
    left_out: LeftOut
    everything: bool
    """Whether booked and brief deals are in it."""
    deals: Mapping[tuple[str, str, int], Mapping[str, Sequence[str]]]
    """The deals behind each rate by what became of them, when they were asked for."""


def rates_screen(report: RatesReport) -> Screen:
    """The rates as a screen and as the document `milestonectl/rates/1`."""
    document = {
        "schema": "milestonectl/rates/1",
        "as_of": report.day.isoformat(),
        "by": report.by or None,
        "rows": [_document(rate) | _behind(report, rate) for rate in report.rates],
        "left_out": {"booked_afterwards": report.left_out.booked, "lost_at_once": report.left_out.brief},
    }
    blocks: list[Line | Table] = []
    for sale_type in dict.fromkeys(rate.sale_type for rate in report.rates):
        blocks += _sale_type(report, sale_type)
    blocks += _footer(report) if report.rates else _nothing(report)
    return Screen(blocks, document, Records(_RECORDS, [_record(r) for r in report.rates]), "Rates")


def _nothing(report: RatesReport) -> list[Line | Table]:
    """Why there is no rate, and what would change that."""
    return ["No deals to learn from yet.", *_left_out(report), " To open one: milestonectl open DEAL"]


def _sale_type(report: RatesReport, sale_type: str) -> list[Line | Table]:
    process = report.processes[sale_type]
    blocks: list[Line | Table] = []
    for group in dict.fromkeys(r.group for r in report.rates if r.sale_type == sale_type):
        found = [r for r in report.rates if (r.sale_type, r.group) == (sale_type, group)]
        first = found[0].won
        name = f"{process.title}, {group or f'no {report.by}'}" if report.by else process.title
        counts = f"{plural(first.entered, 'deal')}, {first.reached} won, {first.lost} lost, {first.open} open"
        blocks += [
            [Span(name, "bold"), f": {counts}"],
            "",
            Table(_COLUMNS, [_row(r, process) for r in found], legend=_LEGEND),
            "",
        ]
        blocks += [line for rate in found for line in _deals(report, rate, process)]
    return blocks


def milestone_title(rate: Rate, process: Process) -> str:
    """What deals had reached: a milestone, or only their opening."""
    milestone = process.milestone(rate.milestone)
    return milestone.title if milestone else "Opened"


def _row(rate: Rate, process: Process) -> list[Line]:
    skipped = f" ({rate.skipped} skipped it)" if rate.skipped else ""
    return [
        f"{milestone_title(rate, process)}{skipped}",
        str(rate.onward.entered),
        str(rate.onward.reached),
        str(rate.onward.lost),
        str(rate.onward.open),
        share_words(rate.onward),
        _bar(rate.onward),
        share_words(rate.won),
        _days(rate.onward.median_days),
        _days(rate.onward.p90_days),
    ]


def share_words(found: Ends) -> str:
    """`62% (55-69)`; from few deals only how many of how many are decided, as `9 of 12`."""
    if found.entered < FEWEST_FOR_A_SHARE:
        return f"{found.reached} of {found.reached + found.lost}"
    return f"{found.share:.0%} ({100 * found.interval.low:.0f}-{100 * found.interval.high:.0f})"


def _bar(found: Ends) -> Line:
    """Full as far as the share is at least, light as far as it may be."""
    if found.entered < FEWEST_FOR_A_SHARE:
        return ""
    low, high = found.interval
    return bar(10, [Layer(MAYBE, low, high), Layer(FULL, 0, low)])


def _days(days: float | None) -> str:
    return "" if days is None else f"{days:.0f}d"


def _deals(report: RatesReport, rate: Rate, process: Process) -> list[Line | Table]:
    behind = report.deals.get((rate.sale_type, rate.group, rate.state))
    if behind is None:
        return []
    rows = [[name, ", ".join(ids) or "none"] for name, ids in behind.items()]
    return [Span(milestone_title(rate, process), "bold"), Table([Column(""), Column("", wrap=True)], rows), ""]


def _footer(report: RatesReport) -> list[Line]:
    below = f"below {FEWEST_FOR_A_SHARE} deals only counts are shown: of those decided."
    return [
        *_left_out(report),
        f" Ranges hold 80 %. Open deals count for as long as they have been watched; {below}",
        " The deals behind a number: milestonectl rates --explain --milestone NAME",
    ]


def _left_out(report: RatesReport) -> list[Line]:
    booked, brief = report.left_out
    if not (booked or brief):
        return []
    which = f"{plural(booked, 'deal')} won and {brief} lost within two days of opening"
    return [f" {which} are in these numbers." if report.everything else f" Left out: {which} (--all counts them)."]


def _document(rate: Rate) -> dict[str, Any]:
    return {
        "sale_type": rate.sale_type,
        "group": rate.group or None,
        "milestone": rate.milestone or "opened",
        "entered": rate.onward.entered,
        "advanced": rate.onward.reached,
        "lost": rate.onward.lost,
        "open": rate.onward.open,
        "skipped": rate.skipped,
        "conversion": round(rate.onward.share, 6),
        "low": round(rate.onward.interval.low, 6),
        "high": round(rate.onward.interval.high, 6),
        "undecided": round(rate.onward.undecided, 6),
        "win_rate": round(rate.won.share, 6),
        "win_low": round(rate.won.interval.low, 6),
        "win_high": round(rate.won.interval.high, 6),
        "median_days": rate.onward.median_days,
        "p90_days": rate.onward.p90_days,
    }


def _behind(report: RatesReport, rate: Rate) -> dict[str, Any]:
    found = report.deals.get((rate.sale_type, rate.group, rate.state))
    return {} if found is None else {"deals": {name: list(ids) for name, ids in found.items()}}


def _record(rate: Rate) -> list[str]:
    cells = _document(rate)
    return ["" if cells[column] is None else str(cells[column]) for column in _RECORDS]
