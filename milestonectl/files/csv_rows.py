"""The lines of a CSV ledger -> rows and problems."""

import csv
from collections.abc import Iterator

from milestonectl.files.cells import Line, checked, row_of
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import COLUMNS, Row
from milestonectl.model.words import did_you_mean


def parse_csv_lines(lines: list[Line], file: str, field_names: tuple[str, ...]) -> tuple[list[Row], list[Problem]]:
    if not lines:
        return [], []
    header = next(csv.reader([lines[0].raw.decode()]), [])
    problems = list(_header_problems(header, file, lines[0].number, field_names))
    known = [column if column in COLUMNS or column in field_names else "" for column in header]
    rows: list[Row] = []
    for line, values in _csv_cells(lines[1:], file, problems):
        if values == header:
            continue
        if len(values) != len(header):
            problems.append(_wrong_width(values, header, file, line))
            continue
        row = row_of(dict(zip(known, values, strict=True)), file, line.number)
        rows += checked(row, line, problems, header)
    return rows, problems


def _csv_cells(lines: list[Line], file: str, problems: list[Problem]) -> Iterator[tuple[Line, list[str]]]:
    for line in lines:
        text = line.raw.decode()
        if '"' in text and text.count('"') % 2:
            problems.append(_open_quote(text, file, line.number))
            continue
        try:
            yield line, next(csv.reader([text], strict=True))
        except csv.Error as error:
            place = Place(file, line.number, 1, line.number, len(text) + 1)
            problems.append(Problem("csv-syntax", f"not CSV: {error}", place, 'a quote inside a cell is written ""'))


def _open_quote(text: str, file: str, number: int) -> Problem:
    column = text.index('"') + 1
    place = Place(file, number, column, number, len(text) + 1)
    return Problem(
        "line-break",
        "a quoted cell goes on over the end of the line",
        place,
        "write a line break as \\n: one row is one line",
    )


def _wrong_width(values: list[str], header: list[str], file: str, line: Line) -> Problem:
    place = Place(file, line.number, 1, line.number, len(line.raw.decode()) + 1)
    message = f"{len(values)} cells where the header has {len(header)} columns"
    return Problem("wrong-width", message, place, "the line may be torn: compare it with git's copy")


def _header_problems(header: list[str], file: str, number: int, field_names: tuple[str, ...]) -> Iterator[Problem]:
    columns = (*COLUMNS, *field_names)
    for position, column in enumerate(header):
        place = _cell_place(file, number, header, position)
        if column in header[:position]:
            yield Problem("duplicate-column", f'the column "{column}" stands twice', place, "keep one of them")
        elif column not in columns:
            hint = did_you_mean(column, columns) or "declare it under fields: in milestonectl.yaml"
            yield Problem("unknown-column", f'"{column}" is no column of a ledger', place, hint)
    for needed in ("date", "deal", "event"):
        if needed not in header:
            place = Place(file, number, 1, number, 2)
            yield Problem(
                "missing-column", f'the column "{needed}" is missing', place, "the first line names the columns"
            )


def _cell_place(file: str, number: int, values: list[str], position: int) -> Place:
    """The place of a cell in a line without quoting; with quoting, near enough to find it."""
    start = sum(len(value) + 1 for value in values[:position]) + 1
    return Place(file, number, start, number, start + max(1, len(values[position])))
