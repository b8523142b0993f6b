"""The last entry of a ledger: found, and taken back while it is still the end of its file and not committed."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from milestonectl.files import disk
from milestonectl.files.git import committed_lines
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.row import Row


def last_entry(rows: Iterable[Row], person: str) -> list[Row]:
    """The rows that somebody's last invocation wrote: those of one person with the latest time of recording."""
    own = [row for row in rows if row.recorded_at and row.id and row.by == person and not row.source]
    latest = max((row.recorded_at for row in own), default="")
    return sorted((row for row in own if row.recorded_at == latest), key=lambda row: (row.file, row.line))


def can_take_back(root: Path, entry: Sequence[Row]) -> bool:
    """Whether the entry is the end of its one file and in no commit."""
    files = {row.file for row in entry}
    if len(files) != 1:
        return False
    lines = _lines(root, entry[0].file)
    end = lines[-len(entry) :]
    numbers = list(range(len(lines) - len(entry) + 1, len(lines) + 1))
    committed = committed_lines(root, entry[0].file)
    return [row.line for row in entry] == numbers and not any(line.rstrip(b"\r\n") in committed for line in end)


def take_back(root: Path, entry: Sequence[Row]) -> bytes:
    """Cut the entry off the end of its file and return its lines. The caller holds the lock."""
    if not can_take_back(root, entry):
        raise MilestonectlError("the entry is no longer the end of its file; nothing was taken back")
    lines = _lines(root, entry[0].file)
    kept = lines[: -len(entry)]
    disk.cut(root / entry[0].file, sum(len(line) for line in kept))
    return b"".join(lines[-len(entry) :])


def _lines(root: Path, file: str) -> list[bytes]:
    return disk.read_bytes(root / file).splitlines(keepends=True)
