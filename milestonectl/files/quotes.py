"""Problems -> the lines they quote, and the exact place of a cell of the ledger.

Only the files that have problems are read again, and only their lines are kept.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from milestonectl.files import disk
from milestonectl.files.cells import cell_place
from milestonectl.files.csv_rows import NEEDED, csv_cells, is_header
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.model.problem import Place, Problem, sort_problems
from milestonectl.model.row import Row

Lines = Mapping[tuple[str, int], str]


def quoted(root: Path, problems: Iterable[Problem], sources: Mapping[str, str]) -> tuple[list[Problem], Lines]:
    """The problems with their cells found, and the text of each line they are about and of the line before it."""
    lines: dict[tuple[str, int], str] = {}
    located: list[Problem] = []
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.place.file, []).append(problem)
    for file, found in by_file.items():
        text = _lines(root, file, sources)
        located += [_in_cell(problem, text) for problem in found]
        for problem in found:
            _keep(lines, problem.place, text)
    return sort_problems(located), lines


def _lines(root: Path, file: str, sources: Mapping[str, str]) -> list[str]:
    if file in sources:
        text = sources[file]
    else:
        path = root / file
        text = disk.read_bytes(path).removeprefix(BYTE_ORDER_MARK).decode(errors="replace") if path.is_file() else ""
    return [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]


def _keep(lines: dict[tuple[str, int], str], place: Place, text: list[str]) -> None:
    for number in (place.line - 1, place.line):
        if 0 < number <= len(text):
            lines[place.file, number] = text[number - 1]


def _in_cell(problem: Problem, text: list[str]) -> Problem:
    file, number = problem.place.file, problem.place.line
    if not problem.cell or number > len(text):
        return problem
    header = None if file.endswith((".yaml", ".yml")) else _header(text[:number])
    row = Row(file=file, line=number)
    return problem._replace(place=cell_place(row, problem.cell, text[number - 1], header), cell="")


def _header(text: list[str]) -> list[str]:
    """The columns of the last header above a line."""
    found = (csv_cells(line) for line in reversed(text) if NEEDED[0] in line)
    return next((cells for cells in found if is_header(cells)), [])
