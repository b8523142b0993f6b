import datetime
import io
import zipfile
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from exchange_building import imported_from, told

from milestonectl.exchange.spreadsheet import cell_text, optional
from milestonectl.exchange.tables import parse_table
from milestonectl.model.errors import MilestonectlError

EXPECTED = [
    ("D", "2026-01-05", "opened", ""),
    ("D", "2026-01-05", "achieved", "met"),
    ("D", "2026-03-01", "achieved", "signed"),
]
COLUMNS = {"deal": "id", "stamp": "at", "event": "what", "amount": "sum"}


def workbook() -> bytes:
    """A cover sheet, and a sheet with a preamble and typed cells."""
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.append(["Report", "of", "everything", "we", "know"])
    sheet = book.create_sheet("Data")
    sheet.append(["As of", datetime.date(2026, 3, 2)])
    sheet.append([])
    sheet.append(["id", "at", "what", "sum"])
    sheet.append(["D", datetime.datetime(2026, 1, 5, 9, 30), "Meeting", 5000.0])
    sheet.append(["D", datetime.datetime(2026, 3, 1, 9, 30), "Won", 5000.5])
    text = io.BytesIO()
    book.save(text)
    return text.getvalue()


def test_a_workbook_is_read_from_the_sheet_that_has_the_columns() -> None:
    found = imported_from("csv", workbook(), columns=COLUMNS)
    assert [row for row in told(found) if row[2] != "changed"] == EXPECTED
    assert [row.amount for row in found.rows if row.amount] == ["5000", "5000.5"]


def test_a_table_of_a_warehouse_is_read_from_parquet() -> None:
    table = pa.table(
        {
            "id": ["D", "D"],
            "at": [datetime.datetime(2026, 1, 5, 9, 30), datetime.datetime(2026, 3, 1, 9, 30)],
            "what": ["Meeting", "Won"],
            "sum": [Decimal("5000.00"), None],
        }
    )
    raw = io.BytesIO()
    pq.write_table(table, raw)
    found = imported_from("csv", raw.getvalue(), columns=COLUMNS)
    assert told(found) == EXPECTED
    assert found.rows[0].amount == "5000.00"


@pytest.mark.parametrize("raw", [b"PK\x03\x04 torn", b"PAR1 torn PAR1"])
def test_a_damaged_file_is_an_error_not_a_traceback(raw: bytes) -> None:
    with pytest.raises(MilestonectlError, match="cannot read"):
        parse_table(raw, "f")


def test_an_archive_that_is_no_workbook_is_an_error() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(MilestonectlError, match="not a workbook"):
        parse_table(raw.getvalue(), "f")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (3.0, "3"),
        (3.5, "3.5"),
        (datetime.date(2026, 1, 5), "2026-01-05"),
        (7, "7"),
        ("x", "x"),
    ],
)
def test_typed_cells_become_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_missing_package_is_named_with_what_installs_it() -> None:
    with pytest.raises(MilestonectlError, match=r"milestonectl\[xlsx\]"):
        optional("no_such_package", "xlsx", "reading a workbook")
