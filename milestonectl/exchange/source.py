"""Another system's file -> its records with line numbers, whatever its compression, encoding and delimiter."""

import contextlib
import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from itertools import dropwhile, islice
from pathlib import Path
from typing import NamedTuple

from milestonectl.model.errors import MilestonectlError

MAX_BYTES = 2 * 1024**3
"""A file that unpacks to more than this is refused."""
HEADER_WITHIN = 40
"""The header stands within so many lines; reports put a preamble before it."""
_BEGINNING = 1_000_000
"""Bytes in which the header is looked for."""
_DELIMITERS = (",", ";", "\t", "|")

Record = tuple[int, list[str]]
"""The line a record ends on, and its cells."""


class Table(NamedTuple):
    """A file's header and the records below it."""

    file: str
    header: tuple[str, ...]
    records: Iterable[Record]
    taken: str = ""
    """The moment whose state it shows, where it is a snapshot and that moment is known."""


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The file's bytes, unpacked if it is gzip."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            stream = gzip.GzipFile(fileobj=raw) if packed else raw
            content = stream.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise MilestonectlError(f"cannot read {path}: {said}") from error
    if len(content) > limit:
        raise MilestonectlError(f"cannot read {path}: larger than {limit:,} bytes when unpacked")
    return content


def encoding_of(raw: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else Windows-1252, which older exports use."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def parse_text(raw: bytes, file: str, wanted: frozenset[str]) -> Table:
    """The table below its header: the first line that holds most of the wanted columns, else most cells.

    Reports put a preamble before the header; the delimiter is the one under which the header fits best.
    """
    encoding = encoding_of(raw)
    found = {
        best_header(_first_lines(raw, encoding, delimiter), wanted): delimiter for delimiter in reversed(_DELIMITERS)
    }
    header = max(found, key=lambda candidate: candidate.fit)
    records = _records(_text(raw, encoding), found[header], file)
    return Table(file, header.cells, dropwhile(lambda record: record[0] <= header.line, records))


def _text(raw: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(raw), encoding, errors="replace", newline="")


class Header(NamedTuple):
    """A line that may be the header."""

    fit: tuple[int, int]
    """Wanted columns, filled cells."""
    line: int
    cells: tuple[str, ...]


def best_header(records: Iterable[Record], wanted: frozenset[str]) -> Header:
    """The first line that holds most of the wanted columns (in lower case), else most cells."""
    best = Header((0, 0), 0, ())
    for line, cells in records:
        header = tuple(cell.strip() for cell in cells)
        fit = (len(wanted.intersection(cell.casefold() for cell in header)), sum(map(bool, header)))
        if fit > best.fit:
            best = Header(fit, line, header)
    return best


def _first_lines(raw: bytes, encoding: str, delimiter: str) -> Iterator[Record]:
    reader = csv.reader(_text(raw[:_BEGINNING], encoding), delimiter=delimiter)
    with contextlib.suppress(csv.Error):
        for cells in islice(reader, HEADER_WITHIN):
            yield reader.line_num, cells


def _records(text: io.TextIOWrapper, delimiter: str, file: str) -> Iterator[Record]:
    # Strict: a quote that is never closed would swallow the records after it.
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error as error:
        raise MilestonectlError(f"{file}:{reader.line_num}: cannot be read as CSV: {error}") from error
