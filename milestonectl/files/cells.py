"""The cells of one row: which may not be as they are, and where a cell stands in its line."""

import datetime
import functools
import re
from typing import NamedTuple

from milestonectl.model.money import is_currency, parse_money
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import COLUMNS, EVENTS, NO_FIELDS, Row
from milestonectl.model.words import did_you_mean

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{6})?Z")
NEEDED = {
    "planned": ("deal", "milestone"),
    "achieved": ("deal", "milestone"),
    "waived": ("deal", "milestone", "reason", "by"),
    "lost": ("deal", "reason"),
    "reopened": ("deal", "reason"),
    "voided": ("deal", "ref", "reason"),
}
"""The cells without which an event says nothing; all need a deal."""
_NEEDED_CELLS = {
    event: [(column, Row._fields.index(column)) for column in NEEDED.get(event, ("deal",))] for event in EVENTS
}


class Line(NamedTuple):
    """A line of a file: its number, and its text without the line break."""

    number: int
    text: str

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
    wrong = wrong_cell(row)
    if wrong is None:
        return [row]
    place = cell_place(row, wrong.column, line.text, header)
    problems.append(Problem(wrong.name, wrong.message, place, wrong.hint))
    return []


def wrong_cell(row: Row) -> WrongCell | None:
    """The first cell that keeps the row from being understood."""
    if row.event not in _NEEDED_CELLS:
        hint = did_you_mean(row.event, EVENTS) or f"one of {', '.join(EVENTS)}"
        return WrongCell("event", "unknown-event", f'"{row.event}" is no event', hint)
    return _wrong_time(row) or _missing_cell(row) or _wrong_money(row)


def _wrong_time(row: Row) -> WrongCell | None:
    hint = "write a date as YYYY-MM-DD"
    if not is_day(row.date):
        return WrongCell("date", "wrong-date", f'date: "{row.date}" is no day', hint)
    if row.close_date and not is_day(row.close_date):
        return WrongCell("close_date", "wrong-date", f'close_date: "{row.close_date}" is no day', hint)
    if row.recorded_at and not is_moment(row.recorded_at):
        message = f'recorded_at: "{row.recorded_at}" is no moment'
        return WrongCell("recorded_at", "wrong-date", message, "leave it empty and run milestonectl seal")
    return None


def _missing_cell(row: Row) -> WrongCell | None:
    for column, position in _NEEDED_CELLS[row.event]:
        if not row[position]:
            return WrongCell(column, "missing-cell", f"{row.event}: the {column} is missing", f"fill in the {column}")
    return None


def _wrong_money(row: Row) -> WrongCell | None:
    if row.currency and not is_currency(row.currency):
        hint = "write three capital letters, as in USD"
        return WrongCell("currency", "wrong-amount", f'"{row.currency}" is no currency', hint)
    if row.amount and parse_money(row.amount, row.currency or "USD") is None:
        hint = "write a plain decimal, as in 84000 or 84000.50"
        return WrongCell("amount", "wrong-amount", f'"{row.amount}" is no amount', hint)
    return None


@functools.lru_cache(maxsize=10_000)
def is_day(text: str) -> bool:
    """Whether the text is a calendar day as YYYY-MM-DD, in years that a sale can happen in."""
    if not _DATE.fullmatch(text) or not "1900" <= text[:4] < "2200":
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_moment(text: str) -> bool:
    """Whether the text is a moment as rows write it: UTC, seconds, and perhaps six digits of them."""
    return is_day(text[:10]) and _TIME.fullmatch(text, 10) is not None


def cell_place(row: Row, column: str, line: str, header: list[str] | None) -> Place:
    """Where a cell stands in the text of its line, quotes counted; the whole line when it cannot be found."""
    if header is None:
        found = re.search(rf"[{{,]\s*{re.escape(column)}:\s*", line)
        start = found.end() if found else 0
        length = len(_yaml_cell(line, start)) if found else len(line)
        return Place(row.file, row.line, start + 1, row.line, start + 1 + max(1, length))
    if column not in header:
        return Place(row.file, row.line, 1, row.line, len(line) + 1)
    spans = csv_spans(line)
    start, end = spans[header.index(column)] if header.index(column) < len(spans) else (0, len(line))
    return Place(row.file, row.line, start + 1, row.line, max(end, start + 1) + 1)


def csv_spans(line: str) -> list[tuple[int, int]]:
    """Where each cell of a line begins and ends, quotes included."""
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
