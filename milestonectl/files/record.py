"""Rows -> the end of a ledger file. The only writer of rows."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from milestonectl.files import disk
from milestonectl.files.csv_rows import NEEDED, csv_cells, is_header
from milestonectl.files.ledger import is_torn, is_yaml
from milestonectl.files.platform import file_name
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.model.errors import UsageError
from milestonectl.model.row import COLUMNS, Row, Rows, cells, rows_of
from milestonectl.model.settings import Settings

MAX_ROW = 100_000
"""Characters of one row."""
_AT_A_TIME = 500
"""Rows that are put into a text together."""
_ONE_LINE = "a row is one line of text: line breaks and NUL bytes cannot be kept in it"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


class _Shard(NamedTuple):
    """A ledger file that can take rows."""

    path: Path
    existing: bytes
    header: list[str]

    @property
    def newline(self) -> str:
        return "\r\n" if b"\r\n" in self.existing[:100_000] else "\n"

    @property
    def start(self) -> str:
        """What completes the last line before a new one can begin."""
        if not self.existing or self.existing.endswith(b"\n"):
            return ""
        return "\n" if self.existing.endswith(b"\r") else self.newline


def append_rows(root: Path, rows: Sequence[Row], settings: Settings, shard: str) -> Path:
    """Add sealed rows to a shard such as `2026/dana` in one append, and say which file it was. The caller holds the lock."""
    columns = rows_of(rows)
    found = _shard(root, shard, columns, settings)
    texts = _yaml_lines(rows) if is_yaml(found.path.name) else _csv_texts(columns, found)
    # One buffer that grows: texts and their joined bytes would be in memory several times.
    content = bytearray(found.start.encode())
    for text in _readable(texts, len(rows)):
        content += text.replace("\n", found.newline).encode()
    disk.append(found.path, content)
    return found.path


def shard_of(person: str, recorded_at: str) -> str:
    """Where somebody's rows go: a file a year."""
    return f"{recorded_at[:4]}/{file_name(person)}"


def one_line(text: str) -> str:
    """Text with its line breaks written as `\\n`: one row is one line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _fits(rows: Rows, header: Sequence[str]) -> bool:
    """Whether each column that some row has a value for is in the header, once."""
    there = frozenset(header)
    return len(header) == len(there) and rows.columns.keys() <= there


def _shard(root: Path, name: str, rows: Rows, settings: Settings) -> _Shard:
    """The shard's file, or a further one when its header lacks a column that is needed or its last line is torn."""
    *folders, stem = [file_name(part) for part in name.split("/")]
    folder = root.joinpath("ledger", *folders)
    number = 1
    while True:
        path = folder / f"{stem}{f'.{number}' if number > 1 else ''}.{settings.ledger_format}"
        disk.refuse_link(path, root)
        existing = disk.read_bytes(path) if path.exists() else b""
        header = _header(existing, settings)
        fits = is_yaml(path.name) or _fits(rows, header)
        if fits and not is_torn(existing, path.name, settings.field_names):
            return _Shard(path, existing, header)
        number += 1


def _header(existing: bytes, settings: Settings) -> list[str]:
    """The columns that a row at the end of the file is read by: those of the last header."""
    lines = existing.removeprefix(BYTE_ORDER_MARK).splitlines()
    written = [line for line in lines if line.strip()]
    if not written:
        return [*COLUMNS, *settings.field_names]
    headers = (csv_cells(line.decode(errors="replace")) for line in reversed(written) if NEEDED[0].encode() in line)
    return next((found for found in headers if is_header(found)), [])


def _csv_texts(rows: Rows, shard: _Shard) -> Iterator[str]:
    """The lines of the rows, some hundreds in a text."""
    blank = [""] * len(rows)
    records = zip(*(rows.columns.get(column, blank) for column in shard.header), strict=True)
    if not shard.existing.removeprefix(BYTE_ORDER_MARK).strip():
        yield _csv_text([shard.header], len(shard.header) - 1)
    while batch := list(islice(records, _AT_A_TIME)):
        yield _csv_text(batch, len(shard.header) - 1)


def _csv_text(records: Sequence[Sequence[str]], commas: int) -> str:
    """Records as the csv module writes them; where nothing can need a quote, that is only the cells and commas."""
    plain = "\n".join(map(",".join, records)) + "\n"
    only_cells = plain.count(",") == commas * len(records) and plain.count("\n") == len(records)
    if commas and only_cells and '"' not in plain and "\r" not in plain:
        return plain
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(records)
    return text.getvalue()


def _yaml_lines(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield "- {" + ", ".join(f"{column}: {yaml_text(value)}" for column, value in cells(row).items()) + "}\n"


def yaml_text(value: str) -> str:
    """A cell as YAML: plain where nothing else could be meant, quoted otherwise."""
    plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
    return value if plain else json.dumps(value, ensure_ascii=False)


def _readable(texts: Iterable[str], rows: int) -> Iterator[str]:
    """The texts, which are refused where they would not be read as so many rows."""
    lines = 0
    for text in texts:
        if len(text) > MAX_ROW and max(map(len, text.split("\n"))) > MAX_ROW:
            raise UsageError(f"a row of more than {MAX_ROW:,} characters; keep long texts in evidence/")
        if "\r" in text or "\0" in text:
            raise UsageError(_ONE_LINE)
        lines += text.count("\n")
        yield text
    if lines not in (rows, rows + 1):
        raise UsageError(_ONE_LINE)
