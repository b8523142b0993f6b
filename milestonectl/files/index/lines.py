"""Spans of the index -> rows, read from the files themselves."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import IO

from milestonectl.files.cells import Line
from milestonectl.files.csv_rows import parse_csv_lines
from milestonectl.files.index.shards import SPAN, ChangedError, state_of
from milestonectl.files.ledger import is_yaml
from milestonectl.files.yaml_rows import parse_yaml_lines
from milestonectl.model.row import Row

_SPANS = "SELECT file, packed FROM spans WHERE deal IN (SELECT value FROM json_each(?))"
Span = tuple[int, int, int]
"""Line, offset, length."""


def rows_of_deals(
    database: sqlite3.Connection, root: Path, field_names: tuple[str, ...], deals: Sequence[str]
) -> list[Row]:
    """The rows of some deals, in the order of files and lines; `ChangedError` when a file is not as it was read."""
    by_file: dict[int, bytearray] = {}
    for number, packed in database.execute(_SPANS, [json.dumps(deals)]):
        by_file.setdefault(number, bytearray()).extend(packed)
    files = [_file(database, number) for number in by_file]
    rows: list[Row] = []
    for name, state, headers, number in sorted(files, key=lambda file: PurePath(file[0])):
        spans = [*headers, *SPAN.iter_unpack(by_file[number])]
        found = _rows(root / name, name, state, sorted(spans), field_names)
        if len(found) != len(spans) - len(headers):
            raise ChangedError(name)
        rows += found
    if not {row.deal for row in rows} <= set(deals):
        raise ChangedError("the index is wrong")
    return rows


def _file(database: sqlite3.Connection, number: int) -> tuple[str, str, list[Span], int]:
    found = database.execute("SELECT name, state, headers FROM files WHERE file = ?", [number]).fetchone()
    return found[0], found[1], [(line, offset, length) for line, offset, length in json.loads(found[2])], number


def _rows(path: Path, name: str, state: str, spans: Iterable[Span], field_names: tuple[str, ...]) -> list[Row]:
    with path.open("rb", buffering=0) as stream:
        if state_of(stream) != state:
            raise ChangedError(name)
        lines = [Line(line, _text(stream, offset, length)) for line, offset, length in spans]
        if state_of(stream) != state:
            raise ChangedError(name)
    parse = parse_yaml_lines if is_yaml(name) else parse_csv_lines
    return parse(lines, name, field_names)[0]


def _text(stream: IO[bytes], offset: int, length: int) -> str:
    stream.seek(offset)
    return stream.read(length).decode().removesuffix("\n").removesuffix("\r")
