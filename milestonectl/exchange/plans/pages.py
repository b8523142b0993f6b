"""A plan as Markdown, as a workbook and as calendar entries."""

import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping

from milestonectl.exchange.exports.sheets import Cell, CellType, Sheet
from milestonectl.exchange.exports.workbook import workbook
from milestonectl.exchange.plans.plan import Plan, Step

COLUMNS: tuple[tuple[str, CellType], ...] = (
    ("Step", "text"),
    ("Buyer", "text"),
    ("Seller", "text"),
    ("Date", "date"),
    ("Done on", "date"),
    ("Confirmed by", "text"),
    ("Ref", "text"),
)
"""The buyer fills in `Done on` and `Confirmed by`; `Ref` tells which step it is."""
_FOLD = 73


def _cells(step: Step) -> tuple[Cell, ...]:
    done = step.date if step.done else None
    return (step.title, step.buyer, step.seller, step.date, done, step.confirmed_by, step.ref)


def markdown(plan: Plan) -> str:
    """A table with a sentence on how to answer."""
    lines = [f"# Plan: {_escaped(plan.account or plan.deal)}", ""]
    lines += [
        f"As of {plan.day.isoformat()}. With {_escaped(plan.seller)}."
        if plan.seller
        else f"As of {plan.day.isoformat()}.",
        "",
    ]
    lines += ["| " + " | ".join(name for name, _ in COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    lines += ["| " + " | ".join(_escaped(_text(cell)) for cell in _cells(step)) + " |" for step in plan.steps]
    lines += [
        "",
        "Please fill in *Done on* and *Confirmed by* for what is done, correct the dates, and send this back.",
    ]
    return "\n".join(lines) + "\n"


def _text(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell or "")


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    for character in "\\|*_`<>[]#":
        shown = shown.replace(character, f"\\{character}")
    return shown


def plan_workbook(plan: Plan) -> bytes:
    """One sheet."""
    return workbook([Sheet("Plan", COLUMNS, [_cells(step) for step in plan.steps])])


def calendar(plan: Plan) -> str:
    """An all-day entry for each remaining step that has a date (RFC 5545). The same step keeps its identity."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//milestonectl//plan//EN", "CALSCALE:GREGORIAN"]
    for step in plan.remaining:
        if step.date is not None:
            lines += _event(plan, step, step.date)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(plan: Plan, step: Step, day: datetime.date) -> Iterator[str]:
    people = ", ".join(name for name in (step.buyer, step.seller) if name)
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(step.ref.encode()).hexdigest()[:32]}@milestonectl"
    yield f"DTSTAMP:{plan.day:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + datetime.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_value(f'{step.title} ({plan.account or plan.deal})')}"
    if people:
        yield f"DESCRIPTION:{_value(people)}"
    yield f"STATUS:{'CONFIRMED' if step.promised else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _value(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "".join(c if c.isprintable() else " " for c in escaped)


def _folded(line: str) -> str:
    """A line has at most 75 bytes; a longer one goes on after a space."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > _FOLD:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part]) + "\r\n"


PAGES: Mapping[str, Callable[[Plan], bytes]] = {
    "markdown": lambda plan: markdown(plan).encode(),
    "xlsx": plan_workbook,
    "ics": lambda plan: calendar(plan).encode(),
}
