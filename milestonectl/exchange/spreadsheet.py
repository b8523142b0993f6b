"""Workbooks and columnar files -> tables, through optional packages."""

import datetime
import importlib
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from milestonectl.exchange.source import HEADER_WITHIN, MAX_BYTES, Block, Record, Table, best_header, in_blocks
from milestonectl.model.errors import MilestonectlError


def optional(module: str, extra: str, purpose: str) -> Any:
    """A package that only some people need, or what to install for it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MilestonectlError(f"{purpose} needs a package: pip install 'milestonectl[{extra}]'") from error


def parse_workbook(raw: bytes, file: str, wanted: frozenset[str]) -> Table:
    """The sheet whose first lines hold most of the wanted columns."""
    _bounded(raw, file)
    openpyxl = optional("openpyxl", "xlsx", "reading a workbook")
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise MilestonectlError(f"cannot read {file}: not a workbook: {error}") from error
    sheets = [list(islice(_sheet_records(sheet), HEADER_WITHIN)) for sheet in book.worksheets]
    headers = [best_header(first, wanted) for first in sheets]
    if not headers:
        return Table(file, (), ())
    header = max(headers, key=lambda found: found.fit)
    sheet = book.worksheets[headers.index(header)]
    return Table(file, header.cells, in_blocks(record for record in _sheet_records(sheet) if record[0] > header.line))


def _bounded(raw: bytes, file: str) -> None:
    """A workbook is an archive, and an archive can be a bomb."""
    try:
        size = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(raw)).infolist())
    except zipfile.BadZipFile as error:
        raise MilestonectlError(f"cannot read {file}: {error}") from error
    if size > MAX_BYTES:
        raise MilestonectlError(f"cannot read {file}: larger than {MAX_BYTES:,} bytes when unpacked")


def _sheet_records(sheet: Any) -> Iterator[Record]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        texts = [cell_text(cell) for cell in cells]
        if any(texts):
            yield number, texts


def parse_columnar(raw: bytes, file: str) -> Table:
    """A table of a warehouse as it is landed in Parquet."""
    parquet = optional("pyarrow.parquet", "parquet", "reading Parquet")
    arrow = importlib.import_module("pyarrow")
    try:
        source = parquet.ParquetFile(io.BytesIO(raw))
    except (arrow.ArrowException, OSError) as error:
        raise MilestonectlError(f"cannot read {file}: not Parquet: {error}") from error
    return Table(file, tuple(source.schema_arrow.names), _columnar_blocks(source))


def _columnar_blocks(source: Any) -> Iterator[Block]:
    line, number = 2, source.metadata.num_rows
    for batch in source.iter_batches():
        columns = [[cell_text(value) for value in column.to_pylist()] for column in batch.columns]
        lines = range(line, line := line + batch.num_rows)
        yield Block(lines, columns, (line - 2) / number)


def cell_text(value: object) -> str:
    """A typed cell as a text file would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)
