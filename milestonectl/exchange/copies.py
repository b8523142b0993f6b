"""An exported ledger -> its rows again: the same rows, with the same ids."""

from collections.abc import Callable, Iterator, Sequence

from milestonectl.exchange.formulas import unguarded
from milestonectl.exchange.importing import Known
from milestonectl.exchange.quality import fact
from milestonectl.exchange.source import Table
from milestonectl.model.imported import Imported
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import COLUMNS, NO_FIELDS, Row, fingerprint, seal

MOST = 20
"""Unknown columns that are named."""
Check = Callable[[Row], str]
"""What is wrong with the cells of a row, in words; nothing when they can be kept."""


def import_copy(table: Table, workspace: Known, check: Check) -> Imported:
    """The rows that the workspace does not have. A row that was changed on the way no longer fits its id, and is refused."""
    unknown = [name for name in table.header if name not in (*COLUMNS, *workspace.settings.field_names)]
    problems = [_unknown_column(table, name) for name in unknown[:MOST]]
    problems += [_missing_column(table, name) for name in ("date", "deal", "event") if name not in table.header]
    if problems:
        return Imported(0, (), 0, tuple(problems), ())
    torn: list[str] = []
    read = list(_rows(table, torn))
    problems = [problem for row in read for problem in _wrong(row, check)]
    wrong = {problem.place.line for problem in problems}
    sealed = {row.id: row for row in (seal(found) for found in read if found.line not in wrong)}
    new = tuple(row._replace(file="", line=0) for row in sealed.values() if row.id not in workspace.ids)
    left_out = [fact("no-record", "lines that are no rows, left out", torn)] if torn else []
    return Imported(len(read), new, len(sealed) - len(new), tuple(problems), tuple(left_out))


def _rows(table: Table, torn: list[str]) -> Iterator[Row]:
    for line, cells in table.records:
        if len(cells) != len(table.header):
            torn.append(f"line {line}")
            continue
        written = _row(table, line, cells)
        yield written if written.id == fingerprint(written) else _row(table, line, [unguarded(cell) for cell in cells])


def _row(table: Table, line: int, cells: Sequence[str]) -> Row:
    named = {name: cell for name, cell in zip(table.header, cells, strict=True) if cell}
    standard = {name: named.pop(name) for name in COLUMNS if name in named}
    return Row(**standard, fields=named or NO_FIELDS, file=table.file, line=line)


def _wrong(row: Row, check: Check) -> Iterator[Problem]:
    place = Place(row.file, row.line)
    said = check(row)
    if said:
        yield Problem("wrong-cell", said, place, "correct it where it was exported from")
    elif row.id and row.id != fingerprint(row):
        hint = "export it again; a row is corrected by voiding it and writing another"
        yield Problem("wrong-id", f"{row.id} is not the fingerprint of this row: a cell was changed", place, hint)


def _unknown_column(table: Table, name: str) -> Problem:
    hint = "declare it under fields: in milestonectl.yaml"
    return Problem("unknown-column", f'"{name}" is no column of a ledger', Place(table.file), hint)


def _missing_column(table: Table, name: str) -> Problem:
    return Problem("missing-column", f'the column "{name}" is missing', Place(table.file), "export the ledger again")
