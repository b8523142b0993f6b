"""Ledger files -> one DataFrame: what `files.ledger` reads row by row, at the speed at which pandas reads.

Lines that are not plainly a row of the file (quotes that do not close, other widths, bytes that are no text, cells that a
rule forbids) go through `files.ledger` one by one, so that both ways of reading leave out the same rows.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.files import disk
from milestonectl.files.cells import NEEDED, is_day, is_moment
from milestonectl.files.csv_rows import csv_cells, is_header
from milestonectl.files.ledger import MAX_LINE_BYTES, parse_ledger
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.files.workspace import ledger_files, relative
from milestonectl.history.frame import FRAME_COLUMNS, TIE, Column, blank_column, coded, frame_of, joined
from milestonectl.model.money import is_currency, parse_money
from milestonectl.model.problem import Problem
from milestonectl.model.row import EVENTS, Row

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
_CHUNK = 1 << 24
"""Bytes looked at together, so that memory stays small beside the file."""
_MOMENT = b"0000-00-00T00:00:00.000000Z"
_NEWLINE, _COMMA, _QUOTE, _RETURN, _ZERO = b'\n,"\r0'


class _Lines(NamedTuple):
    """Where the lines of a file start and end, and what is in them."""

    starts: Places
    ends: Places
    commas: Places
    quotes: Places
    returns: Places


class _Part(NamedTuple):
    """A CSV file under a plain header."""

    file: str
    raw: bytes
    lines: _Lines
    odd: Flags
    """Lines that need a closer look; set further when a cell of one proves wrong."""

    @property
    def plain(self) -> Places:
        """The lines that are plainly rows."""
        return np.flatnonzero(~self.odd & (self.lines.ends > self.lines.starts))[1:]

    @property
    def body(self) -> bytes:
        """The text of the plain lines."""
        kept = self.raw if not self.odd.any() else _without(self.raw, self.lines, self.odd)
        below = kept[kept.index(b"\n") + 1 :]
        return below if below.endswith(b"\n") or not below else below + b"\n"


def read_frame(root: Path, field_names: tuple[str, ...]) -> tuple[pd.DataFrame, list[Problem]]:
    """Every row that counts in the ledger of a workspace, and what was left out."""
    return parse_frame([(relative(p, root), disk.read_bytes(p)) for p in ledger_files(root)], field_names)


def parse_frame(files: Iterable[tuple[str, bytes]], field_names: tuple[str, ...]) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of some files and their problems, as `parse_ledger` finds them one by one."""
    rows: list[Row] = []
    problems: list[Problem] = []
    groups: dict[tuple[str, ...], list[_Part]] = {}
    for file, raw in files:
        text = raw.removeprefix(BYTE_ORDER_MARK)
        header = tuple(_header(text)) if file.endswith(".csv") else ()
        if {"date", "deal", "event"} <= set(header) and len(set(header)) == len(header):
            groups.setdefault(header, []).append(_part(file, text, len(header)))
        else:
            _look_closer(file, raw, field_names, rows, problems)
    frames = [_group(header, parts, field_names) for header, parts in groups.items()]
    for part in (part for parts in groups.values() for part in parts):
        part.odd[0] = True  # the header has a word to say about unknown columns
        _look_closer(part.file, _without(part.raw, part.lines, ~part.odd), field_names, rows, problems)
    return joined([*frames, frame_of(rows, field_names)], field_names), problems


def _look_closer(file: str, raw: bytes, field_names: tuple[str, ...], rows: list[Row], problems: list[Problem]) -> None:
    found, wrong = parse_ledger(raw, file, field_names)
    rows += found
    problems += wrong


def _part(file: str, raw: bytes, width: int) -> _Part:
    lines = _lines(raw, width)
    odd = _odd(raw, lines, width)
    odd[0] = False
    return _Part(file, raw, lines, odd)


def _group(header: tuple[str, ...], parts: Sequence[_Part], field_names: tuple[str, ...]) -> pd.DataFrame:
    """The plain rows of files with the same header, read at one go; rows with wrong cells are marked for a closer look."""
    frame = _parse(b"".join(part.body for part in parts), header, field_names)
    wrong = wrong_rows(frame)
    start = 0
    for part in parts:
        numbers = part.plain
        here = wrong[start : start + len(numbers)]
        part.odd[numbers[here]] = True
        here |= numbers > _other_header(part, header)
        part.odd[numbers[here]] = True
        start += len(numbers)
    return frame[~wrong].reset_index(drop=True) if wrong.any() else frame


def _other_header(part: _Part, header: tuple[str, ...]) -> int:
    """The line from which on other columns hold, as git's union merge of two new files leaves it; the end without one."""
    for number in np.flatnonzero(part.odd):
        cells = csv_cells(part.raw[part.lines.starts[number] : part.lines.ends[number]].decode(errors="replace"))
        if is_header(cells) and tuple(cells) != header:
            return int(number)
    return len(part.odd)


def _header(raw: bytes) -> list[str]:
    """The columns that the first line names; nothing where it is not a plain line."""
    line = raw[: raw.find(b"\n")] if b"\n" in raw else b""
    line = line.removesuffix(b"\r")
    plain = line and b'"' not in line and b"\0" not in line and line.isascii()
    return next(csv.reader([line.decode()])) if plain else []


def _lines(raw: bytes, width: int) -> _Lines:
    text = np.frombuffer(raw, dtype=np.uint8)
    ends = np.flatnonzero(text == _NEWLINE).astype(np.int64)
    if len(raw) and raw[-1] != _NEWLINE:
        ends = np.append(ends, len(raw))
    starts = np.concatenate(([0], ends[:-1] + 1)).astype(np.int64)
    quotes, returns = (_count(text, ends, sign) for sign in (_QUOTE, _RETURN))
    commas = np.full(len(ends), width - 1) if _regular(text, len(ends), width) else _count(text, ends, _COMMA)
    closed = (text[np.maximum(ends - 1, 0)] == _RETURN) & (ends > starts)
    return _Lines(starts, ends - closed, commas, quotes, returns - closed)


def _regular(text: npt.NDArray[np.uint8], lines: int, width: int) -> bool:
    """Whether every line has one comma less than columns: the signs that part cells then come in a fixed rhythm."""
    signs = text[(text == _COMMA) | (text == _NEWLINE)]
    return len(signs) == lines * width and bool((signs[width - 1 :: width] == _NEWLINE).all())


def _count(text: npt.NDArray[np.uint8], ends: Places, sign: int) -> Places:
    """How often a sign stands in each line."""
    before = np.zeros(len(ends), dtype=np.int64)
    for start in range(0, len(text), _CHUNK):
        places = np.flatnonzero(text[start : start + _CHUNK] == sign) + start
        if len(places):
            before += np.searchsorted(places, ends)
    return np.diff(before, prepend=0)


def _odd(raw: bytes, lines: _Lines, width: int) -> Flags:
    """Lines that need a closer look: whatever `parse_ledger` might object to, and more."""
    odd = (lines.commas != width - 1) & (lines.quotes == 0)
    odd |= (lines.returns > 0) | (lines.ends - lines.starts > MAX_LINE_BYTES)
    quoted = np.flatnonzero(lines.quotes > 0)
    spans = zip(lines.starts[quoted], lines.ends[quoted], strict=True)
    odd[quoted] |= ~_have_cells([raw[start:end] for start, end in spans], width)
    if b"\0" in raw or not _is_text(raw):
        texts = [raw[start:end] for start, end in zip(lines.starts, lines.ends, strict=True)]
        odd |= np.array([b"\0" in text or not _is_text(text) for text in texts])
    odd[-1] |= not raw.endswith(b"\n")  # perhaps torn
    return np.asarray(odd & (lines.ends > lines.starts), dtype=bool)


def _have_cells(lines: Sequence[bytes], width: int) -> Flags:
    """Whether each line has so many cells: all are read at one go, and one by one only where something is wrong."""
    try:
        cells = list(csv.reader([line.decode() for line in lines], strict=True))
    except (UnicodeDecodeError, csv.Error):
        cells = []
    if len(cells) == len(lines) and all(line.count(b'"') % 2 == 0 for line in lines):
        return np.array([len(each) == width for each in cells], dtype=bool)
    return np.array([_has_cells(line, width) for line in lines], dtype=bool)


def _has_cells(line: bytes, width: int) -> bool:
    if not _is_text(line) or line.count(b'"') % 2:
        return False
    try:
        return len(next(csv.reader([line.decode()], strict=True))) == width
    except csv.Error:
        return False


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without(raw: bytes, lines: _Lines, left_out: Flags) -> bytes:
    """The file with some lines made empty, so that all others keep their numbers."""
    if not left_out.any():
        return raw
    if left_out[1:].all() and not left_out[0]:
        return raw[: lines.ends[0]] + b"\n"
    text = np.frombuffer(raw, dtype=np.uint8)
    change = np.zeros(len(raw) + 1, dtype=np.int8)
    np.add.at(change, lines.starts[left_out], 1)
    np.add.at(change, lines.ends[left_out], -1)
    return bytes(text[np.cumsum(change[:-1], dtype=np.int8) == 0])


def _parse(body: bytes, header: tuple[str, ...], field_names: tuple[str, ...]) -> pd.DataFrame:
    """The cells as text. A first row of dashes keeps pandas from taking ids such as 007 for numbers."""
    columns = (*FRAME_COLUMNS, *field_names)
    dashed = pd.read_csv(
        io.BytesIO(b",".join([b"-"] * len(header)) + b"\n" + body),
        header=None,
        names=list(header),
        usecols=[name for name in columns if name in header],
        na_filter=False,
        low_memory=False,
        index_col=False,
        engine="c",
    )
    found = dashed.iloc[1:].reset_index(drop=True)
    cells = {name: found[name] if name in found else blank_column(len(found)) for name in columns}
    return pd.DataFrame(cells | {TIE: cells["id"]})


def wrong_rows(frame: pd.DataFrame) -> Flags:
    """Rows with a cell that keeps them from counting, and some more: those without an id need all of their cells for one."""
    wrong = ~_each(frame["event"], EVENTS.__contains__) | ~_each(frame["date"], is_day)
    wrong |= ~_each(frame["close_date"], lambda day: not day or is_day(day))
    wrong |= ~_each(frame["currency"], lambda name: not name or is_currency(name))
    wrong |= ~_moments(frame["recorded_at"]) | _is_empty(frame["deal"]) | _is_empty(frame["id"])
    for event, columns in NEEDED.items():
        said = np.asarray(frame["event"] == event)
        for column in columns:
            wrong[said] |= _is_empty(frame[column][said])
    return wrong | _wrong_amounts(frame)


def _each(column: Column, holds: Callable[[str], bool]) -> Flags:
    """Whether each cell holds, asking once for each text that occurs."""
    codes, names = coded(column)
    return np.array([holds(name) for name in names], dtype=bool)[codes]


def _is_empty(column: Column) -> Flags:
    return np.asarray(column == "", dtype=bool)


def _moments(column: Column) -> Flags:
    """Whether each cell is empty or a moment as rows write it; a look at each sign is far faster than at each text."""
    try:
        cells = np.array(column, dtype=f"S{len(_MOMENT) + 1}")
    except UnicodeEncodeError:
        return _each(column, lambda text: not text or is_moment(text))
    signs = cells.view(np.uint8).reshape(len(cells), len(_MOMENT) + 1)
    plain = _has_form(signs, _MOMENT[:19] + b"Z") | _has_form(signs, _MOMENT)
    plain |= signs[:, 0] == 0
    rare = plain & (signs[:, 0] > 0) & _beyond(signs)
    plain[rare] = [is_moment(cell.decode()) for cell in cells[rare]]
    return np.asarray(plain, dtype=bool)


def _beyond(signs: npt.NDArray[np.uint8]) -> Flags:
    """Digits of the right form that need a look at the calendar: a late day of the month, an hour of 24 or more, ..."""
    pairs = [signs[:, place : place + 2].astype(np.int16) - _ZERO for place in (5, 8, 11, 14, 17)]
    month, day, hour, minute, second = (10 * pair[:, 0] + pair[:, 1] for pair in pairs)
    late = (day > 28) & ((day > 30) | (month == 2))
    return np.asarray(late | (day < 1) | (month < 1) | (month > 12) | (hour > 23) | (minute > 59) | (second > 59), bool)


def _has_form(signs: npt.NDArray[np.uint8], form: bytes) -> Flags:
    """Whether each cell is the form with any digits for its zeros, and nothing after it."""
    fits = signs[:, len(form)] == 0
    for place, sign in enumerate(form):
        column = signs[:, place]
        fits &= (column >= _ZERO) & (column < _ZERO + 10) if sign == _ZERO else column == sign
    return np.asarray(fits, dtype=bool)


def _wrong_amounts(frame: pd.DataFrame) -> Flags:
    """Cells that are no amount in their currency, asking once for each pair that occurs."""
    amounts, amount_names = coded(frame["amount"])
    currencies, currency_names = coded(frame["currency"])
    pairs, place = np.unique(amounts.astype(np.int64) * len(currency_names) + currencies, return_inverse=True)
    said = [(amount_names[p // len(currency_names)], currency_names[p % len(currency_names)]) for p in pairs]
    wrong = [bool(amount) and parse_money(amount, currency or "USD") is None for amount, currency in said]
    return np.array(wrong, dtype=bool)[place]
