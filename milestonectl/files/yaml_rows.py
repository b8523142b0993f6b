"""The lines of a YAML ledger -> rows and problems. Each row is a line `- {date: ..., deal: ...}`."""

import re

from milestonectl.files.cells import Line, checked, row_of
from milestonectl.model.node import Node
from milestonectl.model.problem import Problem
from milestonectl.model.row import COLUMNS, Row
from milestonectl.model.words import did_you_mean

_PLAIN = r"\w(?:[\w .@/+-]*[\w.@/+-])?"
_QUOTED = r'"(?:[^"\\]|\\["\\])*+"'
_PAIR = rf"([a-z][a-z0-9_]*): ({_PLAIN}|{_QUOTED})"
_ROW = re.compile(rf"- \{{{_PAIR}(?:, {_PAIR})*\}}")
_PAIRS = re.compile(_PAIR)
_NULLS = {"null", "Null", "NULL"}


def parse_yaml_lines(lines: list[Line], file: str, field_names: tuple[str, ...]) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    columns = frozenset((*COLUMNS, *field_names))
    for line in lines:
        named = simple_cells(line.text, columns)
        if named is None and not _says_nothing(line.text):
            named = _yaml_row(line, file, columns, problems)
        if named is not None:
            rows += checked(row_of(named, file, line.number), line, problems, None)
    return rows, problems


def simple_cells(text: str, columns: frozenset[str]) -> dict[str, str] | None:
    """The cells of a row written as simply as the tool writes it; nothing when only the full parser can tell.

    It takes no line that YAML would read otherwise, and is 40 times faster.
    """
    if not text.isprintable() or not _ROW.fullmatch(text):
        return None
    pairs = _PAIRS.findall(text, 3)
    named = {key: _unquoted(value) if value[0] == '"' else value for key, value in pairs}
    if len(named) < len(pairs) or not named.keys() <= columns or not _NULLS.isdisjoint(named.values()):
        return None
    return named


def _unquoted(text: str) -> str:
    return text[1:-1].replace('\\"', '"').replace("\\\\", "\\") if "\\" in text else text[1:-1]


def _says_nothing(text: str) -> bool:
    bare = text.strip()
    return not bare or bare.startswith("#") or bare == "---"


def _yaml_row(line: Line, file: str, columns: frozenset[str], problems: list[Problem]) -> dict[str, str] | None:
    """The cells of a row; nothing when it is no row, or when what a cell holds would be a guess."""
    text = line.text
    if not text.startswith("- {") or not text.rstrip().endswith("}"):
        hint = "one row is one line: - {date: 2026-11-21, deal: ACME-14, ...}"
        problems.append(Problem("line-break", "not a row on a line of its own", line.place(file), hint))
        return None
    # Only here: the YAML reader costs as much as reading five thousand rows that are written as the tool writes them.
    from milestonectl.files.yaml import as_written, parse_yaml

    node, found = parse_yaml(text.encode(), file, as_written)
    entry = node.items[0] if node is not None and node.items else None
    unknown, wrong = _cell_problems(entry, columns) if entry else ([], [])
    problems += [_on_line(problem, line.number) for problem in (*found, *unknown, *wrong)]
    if entry is None or found or wrong:
        return None
    return {key: str(cell.value) for key, cell in entry.mapping.items() if key in columns and cell.value is not None}


def _cell_problems(entry: Node, columns: frozenset[str]) -> tuple[list[Problem], list[Problem]]:
    """Cells that nobody knows, which are left out, and cells that hold more than one value."""
    unknown = [
        Problem("unknown-column", f'"{key}" is no column of a ledger', cell.key or cell.place,
                did_you_mean(key, columns) or "declare it under fields: in milestonectl.yaml")
        for key, cell in entry.mapping.items() if key not in columns
    ]  # fmt: skip
    wrong = [
        Problem("wrong-cell", f"{key} holds one value", cell.place, "write plain text")
        for key, cell in entry.mapping.items()
        if cell.mapping or cell.items
    ]
    return unknown, wrong


def _on_line(problem: Problem, number: int) -> Problem:
    place = problem.place
    end = max(place.column + 1, place.end_column)
    return problem._replace(place=place._replace(line=number, end_line=number, end_column=end))
