"""Any file that holds a table -> the table, by what its first bytes say it is."""

import datetime
import re
from collections.abc import Iterable
from pathlib import Path

from milestonectl.exchange.json_lines import parse_json_lines
from milestonectl.exchange.source import Table, parse_text, read_bytes
from milestonectl.exchange.spreadsheet import parse_columnar, parse_workbook

_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


def open_table(path: Path, wanted: Iterable[str], taken: datetime.date | None = None) -> Table:
    """The table of a file; the wanted columns tell its header from what stands before it.

    A snapshot shows the state at the end of the day it was taken on: the one said, else the one in the file's name.
    """
    table = parse_table(read_bytes(path), str(path), wanted)
    day = taken.isoformat() if taken else next(iter(_DAY.findall(path.name)), "")
    return table._replace(taken=f"{day}T23:59:59Z" if day else "")


def parse_table(raw: bytes, file: str, wanted: Iterable[str] = ()) -> Table:
    """CSV in any encoding, a workbook, Parquet, or JSON lines."""
    known = frozenset(name.casefold() for name in wanted)
    if raw.startswith(b"PK\x03\x04"):
        return parse_workbook(raw, file, known)
    if raw.startswith(b"PAR1"):
        return parse_columnar(raw, file)
    return parse_json_lines(raw, file) if raw.startswith(b"{") else parse_text(raw, file, known)
