"""The cells of one row: which may not be as they are, and where a cell stands in its line."""

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from milestonectl.model.money import is_currency, parse_money
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import COLUMNS, EVENTS, NO_FIELDS, Row
from milestonectl.model.words import did_you_mean

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?Z")
NEEDED = {
    "planned": ("deal", "milestone"),
    "achieved": ("deal", "milestone"),
    "waived": ("deal", "milestone", "reason", "by"),
    "lost": ("deal", "reason"),
    "reopened": ("deal", "reason"),
    "voided": ("deal", "ref", "reason"),
}
"""The cells without which an event says nothing."""


class Line(NamedTuple):
    """A line of a file: its number, and its bytes without the line break."""

    number: int
    raw: bytes

    @property
    def text(self) -> str:
        """The line as text."""
        return self.raw.decode()

    def place(self, file: str) -> Place:
        """The whole line."""
        return Place(file, self.number, 1, self.number, len(self.text) + 1)


class WrongCell(NamedTuple):
    """A cell that keeps its row from counting."""

    column: str
    name: str
    message: str
    hint: str


def row_of(named: dict[str, str], file: str, line: int) -> Row:
    """The row of cells by column; columns without a name are left out."""
    named.pop("", None)
    standard = {column: named.pop(column) for column in COLUMNS if column in named}
    fields = {name: value for name, value in named.items() if value} or NO_FIELDS
    return Row(**standard, fields=fields, file=file, line=line)


def checked(row: Row, line: Line, problems: list[Problem], header: list[str] | None) -> list[Row]:
    """The row if it says something that can be understood."""
    wrong = next(_wrong_cells(row), None)
    if wrong is None:
        return [row]
    place = cell_place(row, wrong.column, line.text, header)
    problems.append(Problem(wrong.name, wrong.message, place, wrong.hint))
    return []


def _wrong_cells(row: Row) -> Iterator[WrongCell]:
    if row.event not in EVENTS:
        hint = did_you_mean(row.event, EVENTS) or f"one of {', '.join(EVENTS)}"
        yield WrongCell("event", "unknown-event", f'"{row.event}" is no event', hint)
    yield from _wrong_times(row)
    for column in NEEDED.get(row.event, ("deal",)):
        if not getattr(row, column):
            yield WrongCell(column, "missing-cell", f"{row.event}: the {column} is missing", f"fill in the {column}")
    yield from _wrong_money(row)


def _wrong_times(row: Row) -> Iterator[WrongCell]:
    hint = "write a date as YYYY-MM-DD"
    if not is_day(row.date):
        yield WrongCell("date", "wrong-date", f'date: "{row.date}" is no day', hint)
    if row.close_date and not is_day(row.close_date):
        yield WrongCell("close_date", "wrong-date", f'close_date: "{row.close_date}" is no day', hint)
    if row.recorded_at and not MOMENT.fullmatch(row.recorded_at):
        message = f'recorded_at: "{row.recorded_at}" is no moment'
        yield WrongCell("recorded_at", "wrong-date", message, "leave it empty and run milestonectl seal")


def _wrong_money(row: Row) -> Iterator[WrongCell]:
    if row.currency and not is_currency(row.currency):
        hint = "write three capital letters, as in USD"
        yield WrongCell("currency", "wrong-amount", f'"{row.currency}" is no currency', hint)
    elif row.amount and parse_money(row.amount, row.currency or "KWD") is None:
        hint = "write a plain decimal, as in 84000 or 84000.50"
        yield WrongCell("amount", "wrong-amount", f'"{row.amount}" is no amount', hint)


def is_day(text: str) -> bool:
    """Whether the text is a calendar day as YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def cell_place(row: Row, column: str, line: str, header: list[str] | None) -> Place:
    """Where a cell stands in the text of its line, quotes counted; the whole line when it cannot be found."""
    if header is None:
        found = re.search(rf"[{{,]\s*{re.escape(column)}:\s*", line)
        start = found.end() if found else 0
        length = len(_yaml_cell(line, start)) if found else len(line)
        return Place(row.file, row.line, start + 1, row.line, start + 1 + max(1, length))
    if column not in header:
        return Place(row.file, row.line, 1, row.line, len(line) + 1)
    spans = _csv_spans(line)
    start, end = spans[header.index(column)] if header.index(column) < len(spans) else (0, len(line))
    return Place(row.file, row.line, start + 1, row.line, max(end, start + 1) + 1)


def _csv_spans(line: str) -> list[tuple[int, int]]:
    spans, start, quoted = [], 0, False
    for position, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            spans.append((start, position))
            start = position + 1
    return [*spans, (start, len(line))]


def _yaml_cell(line: str, start: int) -> str:
    found = re.compile(r'"(\\.|[^"\\])*"|[^,}]*').match(line, start)
    return found.group().strip() if found else ""
