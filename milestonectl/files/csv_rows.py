"""The lines of a CSV ledger -> rows and problems."""

import csv
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from milestonectl.files.cells import Line, checked, wrong_cell
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import COLUMNS, NO_FIELDS, Row
from milestonectl.model.words import did_you_mean

NEEDED = ("date", "deal", "event")
"""The columns without which no line of a file says anything."""
MAX_COLUMNS = 1000


class _Header(NamedTuple):
    """A line that names columns, and how the lines below it are read."""

    columns: list[str]
    row: Callable[[list[str], int], Row]
    """Cells and a line number -> the row. Columns that nobody knows are left out."""


def parse_csv_lines(lines: list[Line], file: str, field_names: tuple[str, ...]) -> tuple[list[Row], list[Problem]]:
    """The rows below each header: git's union merge of two new files leaves both headers in one."""
    rows: list[Row] = []
    problems: list[Problem] = []
    header, width = _NO_HEADER, 0
    for line in lines:
        number, text = line
        simple = '"' not in text and "\r" not in text
        values = text.split(",") if simple else _quoted_cells(line, file, problems)
        if len(values) == width and wrong_cell(row := header.row(values, number)) is None:
            rows.append(row)
        elif values and (not width or is_header(values)):
            if values != header.columns:
                problems += _header_problems(values, file, number, field_names)
            if not is_header(values) or len(values) > MAX_COLUMNS:
                break
            header, width = _header(values, file, field_names), len(values)
        elif len(values) == width:
            checked(header.row(values, number), line, problems, header.columns)
        elif values:
            problems.append(_wrong_width(values, header.columns, file, line))
    return rows, problems


def csv_cells(text: str) -> list[str]:
    """The cells of one line; nothing when it is no CSV."""
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return []


def is_header(values: Sequence[str]) -> bool:
    """Whether the line names columns; a row has a day where `date` stands."""
    return all(name in values for name in NEEDED)


_NO_HEADER = _Header([], lambda _cells, _line: Row())


def _header(columns: list[str], file: str, field_names: tuple[str, ...]) -> _Header:
    """An empty cell is added to each line for the columns that the file does not have."""
    width = len(columns)
    positions = {name: position for position, name in enumerate(columns)}
    standard = itemgetter(*(positions.get(name, width) for name in COLUMNS))
    declared = [(name, positions[name]) for name in field_names if name in positions and name not in COLUMNS]

    def row(values: list[str], line: int) -> Row:
        fields = {name: values[position] for name, position in declared if values[position]} if declared else NO_FIELDS
        return Row._make((*standard([*values, ""]), fields or NO_FIELDS, file, line))

    return _Header(columns, row)


def _quoted_cells(line: Line, file: str, problems: list[Problem]) -> list[str]:
    try:
        return next(csv.reader([line.text], strict=True))
    except csv.Error as error:
        said = str(error)
    if said == "unexpected end of data":
        problems.append(_open_quote(line, file))
    elif said.startswith("field larger"):
        problems.append(Problem("too-large", said, line.place(file), "keep long texts in evidence/"))
    else:
        hint = 'a quote inside a cell is written ""'
        problems.append(Problem("csv-syntax", f"not CSV: {said}", line.place(file), hint))
    return []


def _open_quote(line: Line, file: str) -> Problem:
    message, hint = "a quoted cell goes on over the end of the line", "write a line break as \\n: one row is one line"
    return Problem("line-break", message, line.place(file)._replace(column=line.text.index('"') + 1), hint)


def _wrong_width(values: list[str], columns: list[str], file: str, line: Line) -> Problem:
    if line.text.count('"') % 2:
        return _open_quote(line, file)
    message = f"{len(values)} cells where the header has {len(columns)} columns"
    return Problem("wrong-width", message, line.place(file), "the line may be torn: compare it with git's copy")


def _header_problems(header: list[str], file: str, number: int, field_names: tuple[str, ...]) -> Iterator[Problem]:
    if len(header) > MAX_COLUMNS:
        place = Place(file, number, 1, number, 2)
        yield Problem("too-large", f"more than {MAX_COLUMNS:,} columns", place, "name only columns that rows fill in")
        return
    columns, seen, start = (*COLUMNS, *field_names), set[str](), 1
    for column in header:
        # Without quoting; with quoting, near enough to find it.
        place = Place(file, number, start, number, start + max(1, len(column)))
        if column in seen:
            yield Problem("duplicate-column", f'the column "{column}" stands twice', place, "keep one of them")
        elif column not in columns:
            hint = did_you_mean(column, columns) or "declare it under fields: in milestonectl.yaml"
            yield Problem("unknown-column", f'"{column}" is no column of a ledger', place, hint)
        seen.add(column)
        start += len(column) + 1
    for needed in NEEDED:
        if needed not in seen:
            place = Place(file, number, 1, number, 2)
            yield Problem(
                "missing-column", f'the column "{needed}" is missing', place, "the first line names the columns"
            )
