"""Sheets as a workbook with typed cells, and as Parquet."""

import importlib
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from milestonectl.exchange.exports.sheets import Cell, Sheet
from milestonectl.exchange.formulas import is_formula
from milestonectl.exchange.spreadsheet import optional

_FORMATS = {"date": "yyyy-mm-dd", "count": "0"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WIDEST = 60
_ROOM = 4
"""Characters beside the text: for the button of the filter, and so that a number does not touch the text behind it."""


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """One sheet each, with a filter, and a header and names that stay, on the screen and on paper. Every text is stored as text, so none is calculated."""
    openpyxl = optional("openpyxl", "xlsx", "writing a workbook")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _fill(page: Any, sheet: Sheet) -> None:
    styles = importlib.import_module("openpyxl.styles")
    bold, shade = styles.Font(bold=True), styles.PatternFill("solid", fgColor="E7E6E6")
    sides = {"text": styles.Alignment(horizontal="left"), "date": styles.Alignment(horizontal="left")}
    number = styles.Alignment(horizontal="right", indent=1)
    for place, (name, kind) in enumerate(sheet.columns, 1):
        head = page.cell(1, place, name)
        head.font, head.fill, head.alignment = bold, shade, sides.get(kind, number)
        page.column_dimensions[head.column_letter].width = _width(sheet, place - 1)
    for line, row in enumerate(sheet.rows, 2):
        for place, (cell, (_, kind)) in enumerate(zip(row, sheet.columns, strict=True), 1):
            if cell not in (None, ""):
                _write(page.cell(line, place), cell, kind)
                page.cell(line, place).alignment = sides.get(kind, number)
    page.auto_filter.ref = page.dimensions
    page.freeze_panes = "B2"
    _fit_to_paper(page)


def _fit_to_paper(page: Any) -> None:
    """All columns on one page across, the header on each page."""
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _write(place: Any, cell: Cell, kind: str) -> None:
    if isinstance(cell, str):
        place.value = _storable(cell)
        place.data_type = "s"
        place.quotePrefix = is_formula(cell)
    elif isinstance(cell, Decimal):
        place.value = float(cell)
        place.number_format = _money_format(cell)
    else:
        place.value = cell
        place.number_format = _FORMATS[kind]


def _money_format(amount: Decimal) -> str:
    """As many digits as the amount has, and cents whole: `84,000`, `84,000.50`."""
    decimals = len(f"{amount.normalize():f}".partition(".")[2])
    return "#,##0" + ("." + "0" * max(2, decimals) if decimals else "")


def _storable(text: str) -> str:
    """A workbook holds at most 32,767 characters a cell, and none that XML forbids."""
    return _FORBIDDEN.sub("", text)[:32_767]


def _width(sheet: Sheet, column: int) -> int:
    texts = [sheet.columns[column][0], *(_shown(row[column]) for row in sheet.rows[:500])]
    return min(_WIDEST, _ROOM + max(map(len, texts)))


def _shown(cell: Cell) -> str:
    """About what the cell looks like."""
    return f"{cell:,.2f}" if isinstance(cell, Decimal) else str(cell or "")


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
