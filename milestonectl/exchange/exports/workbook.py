"""Sheets as a workbook with typed cells, and as Parquet."""

import importlib
import io
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from milestonectl.exchange.exports.sheets import Cell, Sheet
from milestonectl.exchange.formulas import is_formula
from milestonectl.exchange.spreadsheet import optional

_FORMATS = {"date": "yyyy-mm-dd", "count": "0"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WIDEST = 44
"""Characters of a column; a longer text goes on below, as sentences do."""
_LINE, _TALLEST = 15, 400
"""Points of a line of text, and of the row with the most of them."""
_ROOM, _BUTTON = 2, 4
"""Characters beside a cell, so that a number does not touch the text behind it, and beside a title, for the filter."""
_MARGIN = 0.3
"""Inches around the print; room for the number of the page at its foot."""
_PAGE = 230
"""Characters across a sheet of A4 or Letter on its side, at 62 %: smaller than seven points is hard to read."""


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """One sheet each, with a filter, and a header and names that stay, on the screen and on paper.

    Every text is stored as text, so none is calculated.
    """
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
    text = styles.Alignment(horizontal="left", vertical="top", wrap_text=True)
    sides = {"text": text, "date": styles.Alignment(horizontal="left", vertical="top")}
    number = styles.Alignment(horizontal="right", vertical="top", indent=1)
    widths = [_width(sheet, place) for place in range(len(sheet.columns))]
    for place, ((name, kind), width) in enumerate(zip(sheet.columns, widths, strict=True), 1):
        head = page.cell(1, place, name)
        head.font, head.fill, head.alignment = bold, shade, sides.get(kind, number)
        page.column_dimensions[head.column_letter].width = width
    for line, row in enumerate(sheet.rows, 2):
        for place, (cell, (_, kind)) in enumerate(zip(row, sheet.columns, strict=True), 1):
            if cell not in (None, ""):
                _write(page.cell(line, place), cell, kind)
                page.cell(line, place).alignment = sides.get(kind, number)
        if (lines := max(_lines(cell) for cell in row)) > 1:
            page.row_dimensions[line].height = min(_TALLEST, _LINE * lines)
    page.auto_filter.ref = page.dimensions
    page.freeze_panes = "B2"
    _fit_to_paper(page, pages_across(widths))


def pages_across(widths: Sequence[int]) -> int:
    """One page where that can be read, else as few as can; the first column is printed on each.

    500 characters, 20 of them in the first column: (500 - 20) / (230 - 20) is 2.3, so 3 pages.
    """
    first = min(widths[0], _PAGE // 2)
    return max(1, math.ceil((sum(widths) - first) / (_PAGE - first)))


def _fit_to_paper(page: Any, across: int) -> None:
    """Lying pages with narrow margins; header and names on each, and at its foot what it is."""
    page.print_title_rows = "1:1"
    page.print_title_cols = "A:A"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = across, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = page.page_margins.top = _MARGIN
    page.page_margins.header, page.page_margins.footer, page.page_margins.bottom = 0, _MARGIN, 2 * _MARGIN
    page.oddFooter.left.text, page.oddFooter.right.text = "&A", "&P / &N"


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
    longest = max((len(_shown(row[column])) for row in sheet.rows[:500]), default=0)
    return min(_WIDEST, max(_BUTTON + len(sheet.columns[column][0]), _ROOM + longest))


def _lines(cell: Cell) -> int:
    """Lines that a cell takes; letters are narrower than digits on average, which makes up for the cut between words."""
    return math.ceil(len(_shown(cell)) / _WIDEST)


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
