"""Sheets as a workbook with typed cells, and as Parquet."""

import importlib
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from milestonectl.exchange.exports.sheets import Cell, Sheet
from milestonectl.exchange.formulas import is_formula
from milestonectl.exchange.spreadsheet import optional

_FORMATS = {"date": "yyyy-mm-dd", "money": "#,##0.00", "count": "0"}
_WIDEST = 60


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """One sheet each, with a filter and a header that stays. Every text is stored as text, so none is calculated."""
    openpyxl = optional("openpyxl", "xlsx", "writing a workbook")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _fill(page: Any, sheet: Sheet) -> None:
    bold = importlib.import_module("openpyxl.styles").Font(bold=True)
    for number, (name, _) in enumerate(sheet.columns, 1):
        page.cell(1, number, name).font = bold
        page.column_dimensions[page.cell(1, number).column_letter].width = _width(sheet, number - 1)
    for line, row in enumerate(sheet.rows, 2):
        for number, (cell, (_, kind)) in enumerate(zip(row, sheet.columns, strict=True), 1):
            if cell not in (None, ""):
                _write(page.cell(line, number), cell, kind)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions


def _write(place: Any, cell: Cell, kind: str) -> None:
    if isinstance(cell, str):
        place.value = _storable(cell)
        place.data_type = "s"
        place.quotePrefix = is_formula(cell)
    else:
        place.value = float(cell) if isinstance(cell, Decimal) else cell
        place.number_format = _FORMATS[kind]


def _storable(text: str) -> str:
    """A workbook holds at most 32,767 characters a cell, and no control characters."""
    return "".join(c for c in text if c.isprintable() or c in "\t\n")[:32_767]


def _width(sheet: Sheet, column: int) -> int:
    texts = [sheet.columns[column][0], *(str(row[column] or "") for row in sheet.rows[:500])]
    return min(_WIDEST, 2 + max(map(len, texts)))


def parquet(sheet: Sheet) -> bytes:
    """One column each, typed, missing cells as nulls."""
    writer = optional("pyarrow.parquet", "parquet", "writing Parquet")
    arrow = importlib.import_module("pyarrow")
    types = {"text": arrow.string(), "count": arrow.int64(), "money": arrow.decimal128(19, 4), "date": arrow.date32()}
    columns = {
        name: arrow.array([_stored(row[place]) for row in sheet.rows], types[kind])
        for place, (name, kind) in enumerate(sheet.columns)
    }
    raw = io.BytesIO()
    writer.write_table(arrow.table(columns), raw)
    return raw.getvalue()


def _stored(cell: Cell) -> Cell:
    return None if cell == "" else cell
