"""CSV text -> where each cell of each plain row stands, found for all rows at once.

A row is plain when nobody could read it otherwise: as many cells as the header has columns, quotes that open and close
cells, no sign that is no text. All other lines are for `files.ledger` to read, one by one.
"""

import csv
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from milestonectl.files.csv_rows import MAX_COLUMNS, csv_cells, is_header
from milestonectl.files.grid_cells import Cells, Codes, Flags, Places, Signs, Words
from milestonectl.files.ledger import MAX_LINE_BYTES

_NEWLINE, _COMMA, _QUOTE, _RETURN = b'\n,"\r'
_CONFLICT = b"<>|="
_MAX_CELL_BYTES = csv.field_size_limit()
_PAD = bytes(8)
"""Stands after the text, so that eight bytes may be read at each of its bytes."""


class Lines(NamedTuple):
    """The lines of a text, the last one with or without a line break."""

    starts: Places
    ends: Places
    """Without the line break, and a carriage return before it."""
    breaks: Places
    """Where the line breaks stand."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The plain rows of a text below a first line that names the columns."""

    raw: bytes
    text: Signs
    header: tuple[str, ...]
    lines: Lines
    odd: Flags
    """Lines that are no plain rows and not empty; the first one, too."""
    numbers: Places
    """The lines that are plain rows, counted from 0."""
    marks: Places
    """For each plain row the ends of its cells."""
    escaped: Flags
    """Plain rows with quotes inside a quoted cell."""
    _cells: dict[str, Cells] = field(default_factory=dict, init=False)
    _coded: dict[str, tuple[Codes, list[str]]] = field(default_factory=dict, init=False)

    def coded(self, name: str) -> tuple[Codes, list[str]]:
        """A code for each cell of a column, and the text of each code; looked at once."""
        if name not in self._coded:
            self._coded[name] = self.cells(name).coded()
        return self._coded[name]

    def empty(self, name: str) -> Flags:
        """Which cells of a column say nothing."""
        return self.cells(name).empty

    def words(self, name: str, number: int) -> Words:
        """The first bytes of each cell of a column, a line each: eight make a number, zeros after its end."""
        return self.cells(name).words(number)

    def cells(self, name: str) -> Cells:
        """A column; without it, empty cells. Where quotes stand inside a quoted cell they stand twice."""
        if name not in self._cells:
            self._cells[name] = self._find(name)
        return self._cells[name]

    def _find(self, name: str) -> Cells:
        begins = self.lines.starts[self.numbers]
        if name not in self.header:
            return Cells(self.text, begins, begins)
        column = self.header.index(name)
        starts = self.marks[:, column - 1] + 1 if column else begins
        last = column == len(self.header) - 1
        ends = self.lines.ends[self.numbers] if last else self.marks[:, column]
        quoted = (self.text[starts] == _QUOTE) & (ends > starts)
        return Cells(self.text, starts + quoted, ends - quoted)

    def escapes(self, name: str) -> Flags:
        """Rows in which quotes stand inside the cell of a column."""
        rows = np.flatnonzero(self.escaped)
        found = np.zeros(len(self.escaped), dtype=bool)
        found[rows] = self.text[self.cells(name).starts[rows] - 1] == _QUOTE
        return found

    def without(self, rows: Flags) -> "Grid":
        """Some of the plain rows are odd, too."""
        odd = self.odd.copy()
        odd[self.numbers[rows]] = True
        kept = ~rows
        return replace(self, odd=odd, numbers=self.numbers[kept], marks=self.marks[kept], escaped=self.escaped[kept])

    @property
    def other_header(self) -> int | None:
        """The line from which on other columns hold, as git's union merge of two new files leaves it."""
        for number in np.flatnonzero(self.odd).tolist():
            line = self.raw[self.lines.starts[number] : self.lines.ends[number]]
            cells = csv_cells(line.decode(errors="replace")) if b"event" in line else []
            if is_header(cells) and tuple(cells) != self.header:
                return int(number)
        return None

    @property
    def body(self) -> bytes:
        """The text of the plain rows, and empty lines."""
        pieces, at = [], 0
        for number in np.flatnonzero(self.odd).tolist():
            start = self.lines.starts[number]
            pieces.append(self.raw[at:start])
            at = int(self.lines.breaks[number]) + 1 if number < len(self.lines.breaks) else len(self.raw)
        return b"".join([*pieces, self.raw[at:]])

    @property
    def rest(self) -> bytes:
        """The text with its plain rows made empty, so that all other lines keep their numbers."""
        pieces, at = [], 0
        breaks = len(self.lines.breaks)
        for number in np.flatnonzero(self.odd).tolist():
            end = self.lines.breaks[number] if number < breaks else len(self.raw)
            pieces += [b"\n" * (number - at), self.raw[self.lines.starts[number] : end]]
            at = number
        return b"".join([*pieces, b"\n" * (breaks - at)])


def grid_of(raw: bytes) -> Grid | None:
    """The plain rows of a text; nothing where its first line is not a plain header."""
    header = _header(raw)
    if not header:
        return None
    text = np.frombuffer(raw + _PAD, dtype=np.uint8)
    quotes = np.flatnonzero(text == _QUOTE)
    marks = np.flatnonzero((text == _COMMA) | (text == _NEWLINE))
    if not raw.endswith(b"\n"):
        marks = np.append(marks, len(raw))
    lines = _lines(raw, text, marks)
    odd, quotes, line_of = _unpaired(lines, quotes)
    marks = _outside(marks, quotes)
    closing = np.flatnonzero((text[marks] == _NEWLINE) | (marks == len(raw)))
    odd |= np.diff(closing, prepend=-1) != len(header)
    escaped, wrong = _quoting(text, quotes)
    odd[line_of[wrong]] = True
    odd |= _unreadable(raw, text, lines)
    odd[line_of] |= (lines.ends - lines.starts)[line_of] > _MAX_CELL_BYTES
    odd &= lines.ends > lines.starts
    odd[0] = True
    numbers = np.flatnonzero(~odd & (lines.ends > lines.starts))
    has_escapes = np.zeros(len(odd), dtype=bool)
    has_escapes[line_of[escaped]] = True
    cells = _of_rows(marks, closing, numbers, len(header))
    return Grid(raw, text, header, lines, odd, numbers, cells, has_escapes[numbers])


def _header(raw: bytes) -> tuple[str, ...]:
    """The columns that the first line names; nothing where it is not a plain line with all that is needed."""
    line = raw[: raw.find(b"\n")].removesuffix(b"\r") if b"\n" in raw else b""
    if not line or b'"' in line or b"\0" in line or b"\r" in line or not line.isascii():
        return ()
    columns = tuple(csv_cells(line.decode()))
    return columns if is_header(columns) and len(columns) == len(set(columns)) <= MAX_COLUMNS else ()


def _lines(raw: bytes, text: Signs, marks: Places) -> Lines:
    breaks = marks[text[marks] == _NEWLINE]
    ends = breaks if raw.endswith(b"\n") else np.append(breaks, len(raw))
    starts = np.concatenate(([0], ends[:-1] + 1))
    closed = (text[ends - 1] == _RETURN) & (ends > starts)
    return Lines(starts, ends - closed, breaks)


def _unpaired(lines: Lines, quotes: Places) -> tuple[Flags, Places, Places]:
    """Lines with a quote too many; the quotes of all others, and the line of each."""
    line_of = np.searchsorted(lines.ends, quotes)
    odd = np.bincount(line_of, minlength=len(lines.ends)) % 2 == 1
    if odd.any():
        paired = ~odd[line_of]
        quotes, line_of = quotes[paired], line_of[paired]
    return odd, quotes, line_of


def _outside(marks: Places, quotes: Places) -> Places:
    """The marks that do not stand between two quotes."""
    first, behind = np.searchsorted(marks, quotes[::2]), np.searchsorted(marks, quotes[1::2])
    inside = behind - first
    many = np.repeat(first - np.cumsum(inside) + inside, inside) + np.arange(inside.sum())
    return np.delete(marks, many) if len(many) else marks


def _quoting(text: Signs, quotes: Places) -> tuple[Flags, Flags]:
    """Which quotes stand for themselves inside a quoted cell, and which are where no quote may be."""
    before, after = text[quotes[::2] - 1], text[quotes[1::2] + 1]
    escaped, wrong = np.zeros(len(quotes), dtype=bool), np.zeros(len(quotes), dtype=bool)
    escaped[::2] = before == _QUOTE
    wrong[::2] = (before != _QUOTE) & (before != _COMMA) & (before != _NEWLINE)
    wrong[1::2] = (after != _QUOTE) & (after != _COMMA) & (after != _NEWLINE) & (after != _RETURN)
    return escaped, wrong


def _unreadable(raw: bytes, text: Signs, lines: Lines) -> Flags:
    """Lines with signs that may be no text, that look like a conflict, or that may be torn."""
    odd = lines.ends - lines.starts > MAX_LINE_BYTES
    first = text[lines.starts]
    for sign in _CONFLICT:
        odd |= first == sign
    if b"\r" in raw:
        alone = np.flatnonzero((text[:-1] == _RETURN) & (text[1:] != _NEWLINE))
        odd[np.searchsorted(lines.ends, alone, side="left")] = True
    if b"\0" in raw or not _is_text(raw):
        spans = zip(lines.starts.tolist(), lines.ends.tolist(), strict=True)
        odd |= np.array([not _is_text(raw[start:end]) or b"\0" in raw[start:end] for start, end in spans])
    odd[-1] |= not raw.endswith(b"\n")
    return np.asarray(odd, dtype=bool)


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _of_rows(marks: Places, closing: Places, numbers: Places, width: int) -> Places:
    """The marks of some lines, a row each."""
    if len(marks) == width * len(closing) and np.array_equal(closing % width, np.full(len(closing), width - 1)):
        return marks.reshape(-1, width)[numbers]
    return np.asarray(marks[closing[numbers][:, None] + np.arange(1 - width, 1)], dtype=np.int64)
