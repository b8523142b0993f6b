"""Ledger files -> what the index knows of them: their state, their rows, and where each line stands."""

import hashlib
import itertools
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from milestonectl.files.csv_rows import csv_cells, is_header
from milestonectl.files.disk import is_being_written
from milestonectl.files.ledger import is_torn, is_yaml, parse_ledger
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row

BLOCK_BYTES = 4_000_000
GRAIN_NANOSECONDS = 2_000_000_000
"""A file that was changed less than this before it was read may have been changed again without its times showing it."""


SPAN = struct.Struct("=QQI")
"""Line, offset and length of a row."""


class Shard(NamedTuple):
    """A ledger file as the file system sees it."""

    name: str
    """Path below the workspace."""
    path: Path
    state: str
    """All that tells a change: size, times, and which file it is."""
    changed: int
    """When it last changed, in nanoseconds since 1970."""
    size: int


class Header(NamedTuple):
    """A line that names columns."""

    line: int
    offset: int
    length: int


class Known(NamedTuple):
    """What the index remembers of a file that it has read."""

    name: str
    state: str
    read_at: int
    size: int = 0
    lines: int = 0
    digest: bytes = b""
    headers: tuple[Header, ...] = ()
    problems: tuple[Problem, ...] = ()


class Block(NamedTuple):
    """A part of a file that was read at once."""

    rows: list[Row]
    starts: list[int]
    """Offset in the file of each line of the block, and of the end."""
    before: int
    """What to add to a row's line to get its place in `starts`."""
    above: int
    """Lines of the file before this block."""

    def number(self, row: Row) -> int:
        """The row's line in the file."""
        return row.line + self.before + self.above + 1

    def spans(self, rows: list[Row]) -> bytes:
        """Line, offset and length of some of the rows, packed."""
        starts, below = self.starts, self.above + 1
        places = [row.line + self.before for row in rows]
        return b"".join([SPAN.pack(at + below, starts[at], starts[at + 1] - starts[at]) for at in places])


class ChangedError(Exception):
    """A file changed while it was read."""


def shard(path: Path, root: Path) -> Shard:
    """The file as it is now."""
    return _shard(path.relative_to(root).as_posix(), path, path.stat())


def _shard(name: str, path: Path, status: os.stat_result) -> Shard:
    state = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    return Shard(name, path, " ".join(map(str, state)), changed, status.st_size)


def is_current(known: Known, now: Shard) -> bool:
    """Whether the file is certainly as it was read."""
    return known.state == now.state and is_settled(now, known.read_at)


def is_settled(now: Shard, moment: int) -> bool:
    """Whether any change after this moment would show."""
    return now.changed + GRAIN_NANOSECONDS < moment


def is_unchanged(known: Known, now: Shard) -> bool:
    """Whether the file has the content that was read."""
    with now.path.open("rb") as stream:
        return now.size == known.size and _digest_of_known(stream, known) is not None


def state_of(stream: IO[bytes]) -> str:
    """The state of an open file."""
    return _shard("", Path(), os.fstat(stream.fileno())).state


class Reader:
    """Reads one open file, or only what was added to it since it was known."""

    def __init__(self, stream: IO[bytes], now: Shard, read_at: int, field_names: tuple[str, ...]) -> None:
        self._stream = stream
        self._path = now.path
        self._fields = field_names
        self._digest = hashlib.sha256()
        self._header = b""
        self._known = Known(now.name, now.state, read_at, now.size)

    def resume(self, before: Known | None) -> bool:
        """Go to the end of what is known already, if the file still begins with it."""
        digest = _digest_of_known(self._stream, before) if before else None
        if before is None or digest is None:
            self._stream.seek(0)
            return False
        self._digest = digest
        self._known = self._known._replace(lines=before.lines, headers=before.headers, problems=before.problems)
        if before.headers:
            self._header = _bytes_at(self._stream, before.headers[-1])
            self._stream.seek(before.size)
        return True

    def blocks(self) -> Iterator[Block]:
        """The rows that are new, block by block."""
        while piece := self._piece():
            self._digest.update(piece)
            yield self._block(piece, self._stream.tell() - len(piece))

    def known(self) -> Known:
        """What there is to remember when all blocks have been taken."""
        if state_of(self._stream) != self._known.state:
            raise ChangedError(self._known.name)
        return self._known._replace(digest=self._digest.digest())

    def _piece(self) -> bytes:
        """The next bytes, up to the end of a line. A file whose first block has no header is taken whole."""
        piece = self._stream.read(BLOCK_BYTES)
        if self._known.lines and not self._header and not is_yaml(self._known.name):
            piece += self._stream.read()
        if piece and not piece.endswith(b"\n"):
            piece += self._stream.readline()
            self._refuse_unfinished(piece)
        return piece

    def _refuse_unfinished(self, piece: bytes) -> None:
        torn = is_torn(self._complete(piece), self._known.name, self._fields)
        if torn and is_being_written(self._path):
            raise ChangedError(self._known.name)

    def _complete(self, piece: bytes) -> bytes:
        return self._header + b"\n" + piece if self._header else piece

    def _block(self, piece: bytes, offset: int) -> Block:
        extra = 1 if self._header else 0
        rows, problems = parse_ledger(self._complete(piece), self._known.name, self._fields)
        lines = piece.split(b"\n")
        starts = list(itertools.accumulate((len(line) + 1 for line in lines), initial=offset))
        above = self._known.lines
        shift = above - extra
        moved = [_moved(problem, shift) for problem in problems if problem.place.line > extra]
        headers = self._headers(lines, {row.line - extra for row in rows}, starts, above)
        self._known = self._known._replace(
            lines=above + len(lines) - 1,
            headers=(*self._known.headers, *headers),
            problems=(*self._known.problems, *moved),
        )
        return Block(rows, starts, -extra - 1, above)

    def _headers(self, lines: list[bytes], rows: set[int], starts: list[int], above: int) -> list[Header]:
        """The lines that name columns, among those that are no rows."""
        found = []
        others = range(1, len(lines) + 1) if len(rows) < len(lines) - 1 else ()
        for number in others:
            line = lines[number - 1]
            if number in rows or not line or is_yaml(self._known.name) or not _names_columns(line):
                continue
            self._header = line.removeprefix(BYTE_ORDER_MARK)
            found.append(Header(above + number, starts[number - 1], len(line)))
        return found


def _digest_of_known(stream: IO[bytes], before: Known) -> "hashlib._Hash | None":
    """The running digest of what was known, if the file still begins with it, whole lines of it; else nothing."""
    digest, left, last = hashlib.sha256(), before.size, b""
    while left and (piece := stream.read(min(left, BLOCK_BYTES))):
        digest.update(piece)
        left -= len(piece)
        last = piece
    whole = not last or last.endswith(b"\n") or os.fstat(stream.fileno()).st_size == before.size
    return digest if whole and not left and digest.digest() == before.digest else None


def _bytes_at(stream: IO[bytes], header: Header) -> bytes:
    stream.seek(header.offset)
    return stream.read(header.length).removeprefix(BYTE_ORDER_MARK)


def _names_columns(line: bytes) -> bool:
    return is_header(csv_cells(line.decode(errors="replace").removesuffix("\r")))


def _moved(problem: Problem, lines: int) -> Problem:
    place = problem.place
    return problem._replace(place=place._replace(line=place.line + lines, end_line=place.end_line + lines))
