"""Another system's file -> its records with line numbers, whatever its compression, encoding and delimiter."""

import contextlib
import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain, dropwhile, islice
from pathlib import Path
from typing import NamedTuple

from milestonectl.model.errors import MilestonectlError
from milestonectl.model.problem import Place

MAX_BYTES = 2 * 1024**3
"""A file that unpacks to more than this is refused."""
HEADER_WITHIN = 40
"""The header stands within so many lines; reports put a preamble before it."""
_BEGINNING = 1_000_000
"""Bytes in which the header is looked for."""
_BATCH = 200_000
"""Characters that are read at a time."""
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
    return chain.from_iterable(_batches(text, delimiter, file))


def _batches(text: io.TextIOWrapper, delimiter: str, file: str) -> Iterator[Iterable[Record]]:
    before = 0
    while lines := text.readlines(_BATCH):
        split = split_plainly(lines, delimiter)
        if split is not None:
            yield zip(range(before + 1, before + 1 + len(lines)), split, strict=True)
            before += len(lines)
        else:
            records = list(_parsed(chain(lines, text), len(lines), delimiter, Place(file, before)))
            yield [(before + line, cells) for line, cells in records if cells]
            before += max(len(lines), records[-1][0] if records else 0)


def split_plainly(lines: list[str], delimiter: str) -> list[list[str]] | None:
    """The cells of whole lines in which every cell is in quotes, or none is: what csv reads of them, in half the time.

    Nothing where any line may be otherwise.
    """
    bare = [line.rstrip("\r\n") for line in lines]
    if "" in bare or max(map(len, bare)) > csv.field_size_limit():
        return None
    quotes = [line.count('"') for line in bare]
    if not any(quotes):
        return [line.split(delimiter) for line in bare]
    split = [line[1:-1].split(f'"{delimiter}"') for line in bare]
    ends = {line[0] for line in bare} | {line[-1] for line in bare}
    return split if ends == {'"'} and quotes == [2 * len(cells) for cells in split] else None


def _parsed(lines: Iterator[str], number: int, delimiter: str, before: Place) -> Iterator[Record]:
    """The records that begin in so many lines; the last one may end behind them."""
    # Strict: a quote that is never closed would swallow the records after it.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        while reader.line_num < number:
            yield (reader.line_num, cells) if (cells := next(reader, None)) is not None else (number, [])
    except csv.Error as error:
        line = before.line + reader.line_num
        raise MilestonectlError(f"{before.file}:{line}: cannot be read as CSV: {error}") from error
