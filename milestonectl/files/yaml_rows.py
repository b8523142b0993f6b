"""The lines of a YAML ledger -> rows and problems. Each row is a line `- {date: ..., deal: ...}`."""

from milestonectl.files.cells import Line, checked, row_of
from milestonectl.files.yaml import as_written, parse_yaml
from milestonectl.model.node import Node
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import COLUMNS, Row
from milestonectl.model.words import did_you_mean


def parse_yaml_lines(lines: list[Line], file: str, field_names: tuple[str, ...]) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for line in lines:
        if line.raw.lstrip().startswith(b"#") or line.raw.strip() == b"---":
            continue
        entry = _yaml_entry(line, file, problems)
        if entry is not None:
            named = _yaml_cells(entry, field_names, problems)
            rows += checked(row_of(named, file, line.number), line, problems, None)
    return rows, problems


def _yaml_entry(line: Line, file: str, problems: list[Problem]) -> Node | None:
    text = line.raw.decode()
    place = Place(file, line.number, 1, line.number, len(text) + 1)
    if not text.startswith("- {") or not text.rstrip().endswith("}"):
        hint = "one row is one line: - {date: 2026-11-21, deal: ACME-14, ...}"
        problems.append(Problem("line-break", "not a row on a line of its own", place, hint))
        return None
    node, found = parse_yaml(line.raw, file, as_written)
    problems += [problem._replace(place=_moved(problem.place, line.number)) for problem in found]
    return node.items[0] if node is not None and node.items else None


def _moved(place: Place, number: int) -> Place:
    return place._replace(line=number, end_line=number, end_column=max(place.column + 1, place.end_column))


def _yaml_cells(entry: Node, field_names: tuple[str, ...], problems: list[Problem]) -> dict[str, str]:
    columns = (*COLUMNS, *field_names)
    named: dict[str, str] = {}
    for key, node in entry.mapping.items():
        if key not in columns:
            hint = did_you_mean(key, columns) or "declare it under fields: in milestonectl.yaml"
            problems.append(
                Problem("unknown-column", f'"{key}" is no column of a ledger', node.key or node.place, hint)
            )
        elif node.mapping or node.items:
            problems.append(Problem("wrong-cell", f"{key} holds one value", node.place, "write plain text"))
        elif node.value is not None:
            named[key] = str(node.value)
    return named
