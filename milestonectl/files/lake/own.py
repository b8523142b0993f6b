"""The workspace's own ledger for another engine: read here, piece by piece, as every command reads it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from milestonectl.files.csv_rows import csv_cells, is_header
from milestonectl.files.disk import opened, read_bytes
from milestonectl.files.frame import parse_frame
from milestonectl.files.ledger import is_yaml
from milestonectl.files.workspace import ledger_files, relative
from milestonectl.model.problem import Problem

PIECE_BYTES = 64_000_000
"""Read together; a CSV file that is larger is cut between lines."""
_PERHAPS_COLUMNS = re.compile(rb"^[^\n]*\bevent\b[^\n]*", re.MULTILINE)
_OF_COLUMNS = ("unknown-column", "duplicate-column")


def frames(root: Path, field_names: tuple[str, ...]) -> Iterator[tuple[pd.DataFrame, int]]:
    """The rows that count, and how many lines beside them could not be understood."""
    for texts in _together(root):
        frame, problems = parse_frame(texts, field_names)
        yield frame, _lines(problems)


def _lines(problems: list[Problem]) -> int:
    return len({(one.place.file, one.place.line) for one in problems if one.name not in _OF_COLUMNS})


def _together(root: Path) -> Iterator[list[tuple[str, bytes]]]:
    waiting, size = list[tuple[str, bytes]](), 0
    for path in ledger_files(root):
        for raw in [read_bytes(path)] if is_yaml(path.name) else _cut(path):
            waiting.append((relative(path, root), raw))
            size += len(raw)
            if size >= PIECE_BYTES:
                yield waiting
                waiting, size = [], 0
    if waiting:
        yield waiting


def _cut(path: Path) -> Iterator[bytes]:
    """A file in pieces of whole lines, each below the columns that were named last."""
    columns = b""
    with opened(path) as stream:
        while piece := stream.read(PIECE_BYTES):
            text = columns + piece + stream.readline()
            yield text
            columns = _columns(text)


def _columns(text: bytes) -> bytes:
    lines = [line for line in _PERHAPS_COLUMNS.findall(text) if is_header(csv_cells(line.decode(errors="replace")))]
    return bytes(lines[-1]) + b"\n" if lines else b""
