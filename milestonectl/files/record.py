"""Rows -> the end of a ledger file. The only writer of rows."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from milestonectl.files import disk
from milestonectl.files.csv_rows import NEEDED, csv_cells, is_header
from milestonectl.files.ledger import is_torn, is_yaml
from milestonectl.files.platform import file_name
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.model.errors import UsageError
from milestonectl.model.row import COLUMNS, Row, cells
from milestonectl.model.settings import Settings

MAX_ROW = 100_000
"""Characters of one row."""
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
    found = _shard(root, shard, rows, settings)
    text = _yaml_lines(rows) if is_yaml(found.path.name) else _csv_lines(rows, found)
    _refuse_unreadable(text, len(rows))
    disk.append(found.path, (found.start + text.replace("\n", found.newline)).encode())
    return found.path


def shard_of(person: str, recorded_at: str) -> str:
    """Where somebody's rows go: a file a year."""
    return f"{recorded_at[:4]}/{file_name(person)}"


def one_line(text: str) -> str:
    """Text with its line breaks written as `\\n`: one row is one line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _fits(rows: Sequence[Row], header: Sequence[str]) -> bool:
    """Whether each column that some row has a value for is in the header, once."""
    there = frozenset(header)
    lacking = [place for place, column in enumerate(COLUMNS) if column not in there]
    fields = {name for row in rows if row.fields for name in row.fields}
    return len(header) == len(there) and fields <= there and not any(row[place] for place in lacking for row in rows)


def _shard(root: Path, name: str, rows: Sequence[Row], settings: Settings) -> _Shard:
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


def _csv_lines(rows: Iterable[Row], shard: _Shard) -> str:
    records: Iterable[Sequence[str]] = map(itemgetter(slice(len(COLUMNS))), rows)
    if tuple(shard.header) != COLUMNS:
        records = ([said.get(column, "") for column in shard.header] for said in map(cells, rows))
    is_new = not shard.existing.removeprefix(BYTE_ORDER_MARK).strip()
    commas = len(shard.header) - 1
    return "".join(_csv_line(record, commas) for record in (chain([shard.header], records) if is_new else records))


def _csv_line(record: Sequence[str], commas: int) -> str:
    """One record as the csv module writes it; where nothing can need a quote, that is only the cells and commas."""
    line = ",".join(record)
    if commas and line.isprintable() and line.count(",") == commas and '"' not in line:
        return f"{line}\n"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(record)
    return text.getvalue()


def _yaml_lines(rows: Iterable[Row]) -> str:
    return "".join(
        "- {" + ", ".join(f"{column}: {yaml_text(value)}" for column, value in cells(row).items()) + "}\n"
        for row in rows
    )


def yaml_text(value: str) -> str:
    """A cell as YAML: plain where nothing else could be meant, quoted otherwise."""
    plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
    return value if plain else json.dumps(value, ensure_ascii=False)


def _refuse_unreadable(text: str, rows: int) -> None:
    """Nothing is written that would not be read as these rows."""
    lines = text.split("\n")
    if max(map(len, lines)) > MAX_ROW:
        raise UsageError(f"a row of more than {MAX_ROW:,} characters; keep long texts in evidence/")
    one_each = len(lines) - 1 in (rows, rows + 1) and "\r" not in text and "\0" not in text
    if not one_each:
        raise UsageError("a row is one line of text: line breaks and NUL bytes cannot be kept in it")
