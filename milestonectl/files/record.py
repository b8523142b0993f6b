"""Rows -> the end of a ledger file. The only writer of rows."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from milestonectl.files import disk
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.model.row import COLUMNS, Row, cells
from milestonectl.model.settings import Settings

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|\d{4}-\d{2}-\d{2}")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
_SAFE_NAME = re.compile(r"[^a-z0-9._-]+")


def append_rows(root: Path, rows: Sequence[Row], settings: Settings, shard: str) -> Path:
    """Add sealed rows to a shard such as `2026/dana` in one append, and say which file it was. The caller holds the lock."""
    columns = {column for row in rows for column in cells(row)}
    path = _file(root, shard, columns, settings)
    existing = disk.read_bytes(path) if path.exists() else b""
    newline = "\r\n" if b"\r\n" in existing[:100_000] else "\n"
    text = _yaml_lines(rows) if path.suffix == ".yaml" else _csv_lines(rows, existing, settings)
    start = "" if not existing or existing.endswith(b"\n") else newline
    disk.append(path, (start + text.replace("\n", newline)).encode())
    return path


def shard_of(person: str, recorded_at: str) -> str:
    """Where somebody's rows go: a file a year."""
    name = _SAFE_NAME.sub("-", person.lower()).strip("-.") or "unknown"
    return f"{recorded_at[:4]}/{name}"


def one_line(text: str) -> str:
    """Text with its line breaks written as `\\n`: one row is one line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _file(root: Path, shard: str, columns: Iterable[str], settings: Settings) -> Path:
    """The shard's file, or a further one when its header lacks a column that is needed."""
    suffix = settings.ledger_format
    number = 1
    while True:
        path = root / "ledger" / f"{shard}{f'.{number}' if number > 1 else ''}.{suffix}"
        if suffix == "yaml" or not path.exists() or set(columns) <= set(_header(disk.read_bytes(path), settings)):
            return path
        number += 1


def _header(existing: bytes, settings: Settings) -> list[str]:
    if not existing.strip():
        return [*COLUMNS, *settings.field_names]
    first = existing.removeprefix(BYTE_ORDER_MARK).split(b"\n", 1)[0].decode(errors="replace").rstrip("\r")
    return next(csv.reader([first]), [])


def _csv_lines(rows: Iterable[Row], existing: bytes, settings: Settings) -> str:
    header = _header(existing, settings)
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    if not existing.strip():
        writer.writeheader()
    writer.writerows(cells(row) for row in rows)
    return text.getvalue()


def _yaml_lines(rows: Iterable[Row]) -> str:
    return "".join(
        "- {" + ", ".join(f"{column}: {_yaml_text(value)}" for column, value in cells(row).items()) + "}\n"
        for row in rows
    )


def _yaml_text(value: str) -> str:
    plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
    return value if plain else json.dumps(value, ensure_ascii=False)
