"""Another system's file -> its records with line numbers, whatever its compression, encoding and delimiter."""

import contextlib
import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
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
_BATCH = 100_000
"""Characters that are read at a time."""
_RECORDS = 1000
"""Records that are put into a block, where they are not read in one."""
_DELIMITERS = (",", ";", "\t", "|")

Record = tuple[int, Sequence[str]]
"""The line a record ends on, and its cells."""


class Block(NamedTuple):
    """Records that follow each other and have equally many cells, column by column: a million of them are few lists."""

    lines: Sequence[int]
    """The line each ends on."""
    columns: Sequence[Sequence[str]]
    share: float = 0.0
    """How much of the file is read by its end, from 0 to 1; nothing where nobody knows."""


class Table(NamedTuple):
    """A file's header and the records below it."""

    file: str
    header: tuple[str, ...]
    blocks: Iterable[Block]
    taken: str = ""
    """The moment whose state it shows, where it is a snapshot and that moment is known."""

    @property
    def records(self) -> Iterator[Record]:
        """The records one by one."""
        return chain.from_iterable(
            zip(block.lines, zip(*block.columns, strict=True), strict=True) for block in self.blocks
        )


def in_blocks(records: Iterable[Record]) -> Iterator[Block]:
    """The records in blocks."""
    rest = iter(records)
    while batch := list(islice(rest, _RECORDS)):
        for _, alike in groupby(batch, key=lambda record: len(record[1])):
            lines, cells = zip(*alike, strict=True)
            yield Block(lines, tuple(zip(*cells, strict=True)))


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
        _ = raw.isascii() or raw.decode()
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
    blocks = _blocks(raw, encoding, found[header], Place(file, header.line))
    return Table(file, header.cells, blocks)


def _text(raw: io.BytesIO, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(raw, encoding, errors="replace", newline="")


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
    reader = csv.reader(_text(io.BytesIO(raw[:_BEGINNING]), encoding), delimiter=delimiter)
    with contextlib.suppress(csv.Error):
        for cells in islice(reader, HEADER_WITHIN):
            yield reader.line_num, cells


def _blocks(content: bytes, encoding: str, delimiter: str, header: Place) -> Iterator[Block]:
    """The records below the header."""
    raw = io.BytesIO(content)
    text, size = _text(raw, encoding), len(content)
    before = max(
        (line for line, _ in _parsed(islice(text, header.line), header.line, delimiter, Place(header.file, 0))),
        default=0,
    )
    while batch := text.read(_BATCH):
        batch += text.readline()
        columns = split_plainly(batch, delimiter)
        if columns is not None:
            lines = range(before + 1, before + 1 + len(columns[0]))
            before = lines[-1]
            yield Block(lines, columns, raw.tell() / size)
        else:
            first = io.StringIO(batch, newline="").readlines()
            records = list(_parsed(chain(first, text), len(first), delimiter, Place(header.file, before)))
            yield from in_blocks((before + line, cells) for line, cells in records if cells)
            before += max(len(first), records[-1][0] if records else 0)


def split_plainly(text: str, delimiter: str) -> list[list[str]] | None:
    """The columns of whole lines in which every cell is in quotes, or none is: what csv reads of them, in half the time.

    Nothing where any line may be otherwise, or has more cells than another.
    """
    number, end = text.count("\n"), "\r\n" if text.endswith("\r\n") else "\n"
    if not text.endswith(end) or text.count("\r") != number * (len(end) - 1) or len(text) > csv.field_size_limit():
        return None
    if text.startswith('"'):
        # Where every cell is in quotes and has none in it, cells and what stands between them take turns.
        pieces = text.split('"')
        width = len(pieces) // 2 // number
        is_plain = pieces[2::2] == [*[delimiter] * (width - 1), end] * number
        return [pieces[place :: 2 * width] for place in range(1, 2 * width, 2)] if is_plain else None
    # The end of a line becomes a piece of its own, which stands as far from the one before in every line.
    pieces = text.replace(end, f"{delimiter}{end}{delimiter}").split(delimiter)
    width = len(pieces) // number - 1
    is_plain = (
        '"' not in text and len(pieces) == number * (width + 1) + 1 and pieces[width :: width + 1] == [end] * number
    )
    columns = [pieces[place : -1 : width + 1] for place in range(width)]
    # An empty line is no record.
    return columns if is_plain and (width > 1 or "" not in columns[0]) else None


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
