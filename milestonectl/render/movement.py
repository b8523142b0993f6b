"""From one pipeline to another: the buckets, the deals in them, and what else happened."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, repeat
from typing import Any

from milestonectl.history.movement import BUCKETS, Flow, Movement
from milestonectl.history.pushes import Happened, Push
from milestonectl.model.money import Money
from milestonectl.render.bars import FULL, Layer, bar
from milestonectl.render.deals import amount_number
from milestonectl.render.screen import Column, Line, Picture, Records, Screen, Span, Table
from milestonectl.render.words import full_day, money, plural

_COLUMNS = (
    Column(""), Column("Deals", right=True), Column("Amount", right=True), Column(""),
    Column("Which", drop=1, wrap=True),
)  # fmt: skip
_SIGN = {"retyped": "moved by type, rep or currency"}
_MOST_DEALS = 8
_MOST_PUSHES = 5


@dataclass(frozen=True)
class MovementReport:
    """What `movement` found."""

    start: datetime.date
    end: datetime.date
    about: str
    """Which pipeline it is, in words; empty for all of it."""
    movement: Movement
    pushes: Sequence[Push]
    happened: Happened
    processes: Sequence[str]
    """Versions that came into effect in between."""


def movement_screen(report: MovementReport) -> Screen:
    """The movement as a screen and as the document `milestonectl/movement/1`."""
    blocks: list[Line | Table] = []
    for currency in report.movement.currencies:
        heading = f"Pipeline{report.about} from {full_day(report.start)} to {full_day(report.end)}, {currency}"
        blocks += [Span(heading, "bold"), "", Table(_COLUMNS, _rows(report.movement, currency)), ""]
    if not blocks:
        blocks = [f"No pipeline{report.about} between {full_day(report.start)} and {full_day(report.end)}.", ""]
    return Screen([*blocks, *_pushes(report), *_other(report)], _document(report), _records(report), "Movement")


def _rows(found: Movement, currency: str) -> list[list[Line]]:
    opening, closing = (side.get(currency, Money(currency, 0)) for side in (found.opening, found.closing))
    flows = {bucket: among for bucket in BUCKETS if (among := found.of(bucket, currency))}
    totals = {bucket: Money(currency, sum(flow.amount.minor for flow in among)) for bucket, among in flows.items()}
    steps = _steps(opening.minor, [total.minor for total in totals.values()], closing.minor)
    rows: list[list[Line]] = [[Span("Opening", "bold"), "", _plain(opening), next(steps), ""]]
    for bucket, total in totals.items():
        name = _SIGN.get(bucket, bucket).capitalize()
        rows.append([name, str(_deals(flows[bucket])), _signed(total), next(steps), _names(flows[bucket])])
    return [*rows, [Span("Closing", "bold"), "", _plain(closing), next(steps), ""]]


def _steps(opening: int, flows: Sequence[int], closing: int) -> Iterator[Picture]:
    """From the opening pipeline to the closing one: each flow begins where the one before it ended. Nothing without flows."""
    if not flows:
        return repeat(Picture(""))
    levels = [*accumulate(flows, initial=opening)]
    most = max(*levels, closing, 1)
    stretches = [(0, opening), *(sorted(pair) for pair in pairwise(levels)), (0, closing)]
    return (bar(24, [Layer(FULL, start / most, end / most)]) for start, end in stretches)


def _deals(flows: Sequence[Flow]) -> int:
    return len({flow.deal for flow in flows})


def _plain(amount: Money) -> str:
    return money(amount).partition(" ")[2]


def _signed(total: Money) -> str:
    sign = "-" if total.minor < 0 else "+"
    return f"{sign}{_plain(Money(total.currency, abs(total.minor)))}"


def _names(flows: Sequence[Flow]) -> str:
    """The largest first; all of them are in the machine output."""
    ordered = sorted(flows, key=lambda flow: (-abs(flow.amount.minor), flow.deal))
    names = ", ".join(flow.deal for flow in ordered[:_MOST_DEALS])
    return f"{names} and {len(ordered) - _MOST_DEALS} more" if len(ordered) > _MOST_DEALS else names


def _pushes(report: MovementReport) -> list[Line | Table]:
    out = [push for push in report.pushes if push.days > 0]
    if not out:
        return []
    days = sum(push.days for push in out)
    heading = f"Pushed out: {plural(len(out), 'deal')}, {plural(days, 'day')} in all"
    rows: list[list[Line]] = [
        [push.deal, f"{push.days}d", f"from {full_day(push.before)} to {full_day(push.after)}"]
        for push in out[:_MOST_PUSHES]
    ]
    return [heading, Table([Column(""), Column("", right=True), Column("")], rows), ""]


def _other(report: MovementReport) -> list[Line]:
    found = report.happened
    if not (report.movement.currencies or any(found) or report.processes):
        return [" To open a deal: milestonectl open DEAL"]
    words = f"{plural(found.achieved, 'milestone')} achieved, {found.lapsed} lapsed, {found.waived} waived"
    lines: list[Line] = [f"In the whole workspace in that time: {words}, {plural(found.voided, 'row')} voided."]
    if report.processes:
        lines.append(f"Processes that came into effect: {', '.join(report.processes)}.")
    return [*lines, " One deal's story: milestonectl show DEAL --history"]


def _document(report: MovementReport) -> dict[str, Any]:
    return {
        "schema": "milestonectl/movement/1",
        "as_of": report.end.isoformat(),
        "from": report.start.isoformat(),
        "to": report.end.isoformat(),
        "rows": [_currency_document(report.movement, currency) for currency in report.movement.currencies],
        "pushes": [
            {"deal": p.deal, "before": p.before.isoformat(), "after": p.after.isoformat(), "days": p.days}
            for p in report.pushes
        ],
        "milestones": report.happened._asdict(),
        "processes": list(report.processes),
    }


def _currency_document(found: Movement, currency: str) -> dict[str, Any]:
    nothing = Money(currency, 0)
    return {
        "currency": currency,
        "opening": amount_number(found.opening.get(currency, nothing)),
        "closing": amount_number(found.closing.get(currency, nothing)),
        "buckets": [_bucket_document(bucket, found.of(bucket, currency), currency) for bucket in BUCKETS],
    }


def _bucket_document(bucket: str, flows: Sequence[Flow], currency: str) -> dict[str, Any]:
    total = Money(currency, sum(flow.amount.minor for flow in flows))
    return {
        "bucket": bucket,
        "amount": amount_number(total),
        "deals": [{"deal": flow.deal, "amount": amount_number(flow.amount)} for flow in flows],
    }


def _records(report: MovementReport) -> Records:
    rows = [[f.amount.currency, f.bucket, f.deal, str(amount_number(f.amount))] for f in report.movement.flows]
    sides = [
        [currency, name, "", str(amount_number(side[currency]))]
        for name, side in (("opening", report.movement.opening), ("closing", report.movement.closing))
        for currency in side
    ]
    return Records(("currency", "bucket", "deal", "amount"), [*sides, *rows])
