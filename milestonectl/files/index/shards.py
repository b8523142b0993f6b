"""Ledger files -> what the index knows of them: their state, their rows, and where each line stands."""

import hashlib
import itertools
import os
import struct
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from milestonectl.files.csv_rows import csv_cells, is_header
from milestonectl.files.disk import is_being_written
from milestonectl.files.ledger import is_torn, is_yaml, parse_text
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row

if TYPE_CHECKING:
    from milestonectl.files.grid import Grid

BLOCK_BYTES = 2_000_000
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


class Apart(NamedTuple):
    """A text, taken apart into what is read row by row and what is not."""

    rest: bytes
    """What is read row by row; all else is made empty, so that its lines keep their numbers."""
    starts: Sequence[int]
    """Where each line of the text starts, and where it ends."""
    grid: "Grid | None" = None
    """The rows that were found all at once."""


def nothing_apart(text: bytes) -> Apart:
    """Everything is read row by row."""
    starts = list(itertools.accumulate((len(line) + 1 for line in text.split(b"\n")), initial=0))
    return Apart(text, [*starts[:-1], len(text)])


class Block(NamedTuple):
    """A part of a file that was read at once, below a header that may stand far above it."""

    rows: list[Row]
    apart: Apart
    above: int
    """Lines of the file before the first one of this text."""
    offset: int
    """Bytes of the file before this text."""

    def number(self, row: Row) -> int:
        """The row's line in the file."""
        return row.line + self.above

    def span(self, row: Row) -> tuple[int, int, int]:
        """Line, offset and length of a row."""
        start, end = self.apart.starts[row.line - 1 : row.line + 1]
        return row.line + self.above, start + self.offset, end - start


def packed(block: Block, rows: Iterable[Row]) -> bytes:
    """Line, offset and length of some of the rows of a block."""
    return b"".join([SPAN.pack(*block.span(row)) for row in rows])


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

    def __init__(
        self,
        stream: IO[bytes],
        now: Shard,
        field_names: tuple[str, ...],
        take_apart: Callable[[bytes], Apart] = nothing_apart,
    ) -> None:
        self._stream = stream
        self._path = now.path
        self._fields = field_names
        self._take_apart = nothing_apart if is_yaml(now.name) else take_apart
        self._digest = hashlib.sha256()
        self._header = b""
        self._known = Known(now.name, now.state, time.time_ns(), now.size)

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
        return piece

    def _block(self, piece: bytes, offset: int) -> Block:
        mark = BYTE_ORDER_MARK if not offset and piece.startswith(BYTE_ORDER_MARK) else b""
        repeated = self._header + b"\n" if self._header else b""
        apart = self._take_apart(repeated + piece.removeprefix(mark))
        self._refuse_unfinished(apart.rest)
        rows, problems = parse_text(apart.rest, self._known.name, self._fields)
        extra = 1 if repeated else 0
        block = Block(rows, apart, self._known.lines - extra, offset - len(repeated) + len(mark))
        moved = [_moved(problem, block.above) for problem in problems if problem.place.line > extra]
        self._known = self._known._replace(
            lines=self._known.lines + piece.count(b"\n"),
            headers=(*self._known.headers, *self._headers(block, extra)),
            problems=(*self._known.problems, *moved),
        )
        return block

    def _refuse_unfinished(self, text: bytes) -> None:
        if is_torn(text, self._known.name, self._fields) and is_being_written(self._path):
            raise ChangedError(self._known.name)

    def _headers(self, block: Block, extra: int) -> list[Header]:
        """The lines that name columns, among those that are no rows."""
        lines, rows = block.apart.rest.removesuffix(b"\n").split(b"\n"), {row.line for row in block.rows}
        if is_yaml(self._known.name) or len(lines) <= len(rows) + extra:
            return []
        found = []
        for number, line in enumerate(lines, 1):
            if line and number > extra and number not in rows and _names_columns(line):
                self._header = line
                found.append(Header(number + block.above, block.apart.starts[number - 1] + block.offset, len(line)))
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
    return stream.read(header.length)


def _names_columns(line: bytes) -> bool:
    return is_header(csv_cells(line.decode(errors="replace").removesuffix("\r")))


def _moved(problem: Problem, lines: int) -> Problem:
    place = problem.place
    return problem._replace(place=place._replace(line=place.line + lines, end_line=place.end_line + lines))
