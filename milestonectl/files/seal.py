"""Rows typed by hand -> sealed rows: only the empty cells of their own lines are filled, every other byte stays."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from milestonectl.files import disk
from milestonectl.files.cells import csv_spans
from milestonectl.files.csv_rows import csv_cells, is_header
from milestonectl.files.ledger import is_yaml, parse_ledger
from milestonectl.files.record import yaml_text
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.row import Row, cells

STAMPS = ("id", "recorded_at")


def seal_file(root: Path, file: str, stamped: Iterable[Row], field_names: tuple[str, ...]) -> None:
    """Write the stamps of these rows into their lines. The caller holds the lock.

    What comes out is read again before it takes the place of the file: the same rows, these ones sealed.
    """
    path = root / file
    disk.refuse_link(path, root)
    before = disk.read_bytes(path)
    by_line = {row.line: row for row in stamped}
    after = _yaml_sealed(before, by_line) if is_yaml(file) else _csv_sealed(before, by_line)
    expected = [by_line.get(row.line, row) for row in parse_ledger(before, file, field_names)[0]]
    found = parse_ledger(after, file, field_names)[0]
    if [cells(row) for row in found] != [cells(row) for row in expected]:
        raise MilestonectlError(f"{file} cannot be sealed as it is written; nothing was changed in it")
    disk.replace(path, before, after)


def _csv_sealed(raw: bytes, by_line: Mapping[int, Row]) -> bytes:
    lines = raw.split(b"\n")
    header: list[str] = []
    for position, line in enumerate(lines):
        mark = BYTE_ORDER_MARK if position == 0 and line.startswith(BYTE_ORDER_MARK) else b""
        text = line.removeprefix(mark).decode(errors="surrogateescape")
        said = csv_cells(text.removesuffix("\r"))
        header = said if is_header(said) else header
        missing = [stamp for stamp in STAMPS if header and stamp not in header]
        row = by_line.get(position + 1)
        if is_header(said):
            text = "".join(f"{stamp}," for stamp in missing) + text
        elif text.strip():
            stamps = {stamp: getattr(row, stamp) if row else "" for stamp in STAMPS}
            filled = _csv_filled(text, header, stamps) if row else text
            text = "".join(f"{stamps[stamp]}," for stamp in missing) + filled
        lines[position] = mark + text.encode(errors="surrogateescape")
    return b"\n".join(lines)


def _csv_filled(text: str, header: list[str], stamps: Mapping[str, str]) -> str:
    spans = csv_spans(text)
    for column in sorted(stamps.keys() & set(header), key=header.index, reverse=True):
        start, end = spans[header.index(column)]
        text = text[:start] + stamps[column] + text[end:]
    return text


def _yaml_sealed(raw: bytes, by_line: Mapping[int, Row]) -> bytes:
    lines = raw.split(b"\n")
    for number, row in by_line.items():
        lines[number - 1] = _yaml_filled(lines[number - 1].decode(), row).encode()
    return b"\n".join(lines)


def _yaml_filled(text: str, row: Row) -> str:
    """Cells that are there and empty are taken out, and the stamps put in front."""
    for stamp in STAMPS:
        text = re.sub(rf"""(?<=[{{,])\s*{stamp}:\s*(""|''|~|null)?\s*(,|(?=\}}))""", "", text, count=1)
    stamps = ", ".join(f"{stamp}: {yaml_text(getattr(row, stamp))}" for stamp in STAMPS)
    start = text.index("{") + 1
    named = ", ".join(part for part in (stamps, text[start:].lstrip()) if part)
    return text[:start] + named
