"""Sheets as CSV and as JSON lines."""

import csv
import datetime
import io
import json
from decimal import Decimal

from milestonectl.exchange.exports.sheets import Cell, Sheet
from milestonectl.exchange.formulas import guarded


def csv_text(sheet: Sheet) -> str:
    """CSV with a header. A text that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([name for name, _ in sheet.columns])
    writer.writerows([guarded(cell) if isinstance(cell, str) else _written(cell) for cell in row] for row in sheet.rows)
    return text.getvalue()


def _written(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def json_lines(sheet: Sheet) -> str:
    """One JSON object a line, with the cells that have a value."""
    names = [name for name, _ in sheet.columns]
    rows = (
        {name: _plain(cell) for name, cell in zip(names, row, strict=True) if cell not in (None, "")}
        for row in sheet.rows
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _plain(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell
