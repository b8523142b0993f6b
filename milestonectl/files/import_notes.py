"""Which rows each import wrote, noted beside the ledger, so that `undo` can take an import back whole."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from milestonectl.files import disk
from milestonectl.files.undo import can_take_back
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.row import Row

_NOTES = "imports"


class ImportNote(NamedTuple):
    """An import: when it was written, the first of its rows, how many there are, and in which file."""

    at: str
    file: str
    first: str
    number: int


def note_import(root: Path, path: Path, rows: Sequence[Row], at: str) -> None:
    """Remember an import. Without the note it stands all the same, only `undo` does not find it."""
    note = ImportNote(at, path.relative_to(root).as_posix(), rows[0].id, len(rows))
    with contextlib.suppress(MilestonectlError):
        disk.append(_notes(root), f"{json.dumps(note._asdict())}\n".encode())


def last_import(root: Path, rows: Sequence[Row]) -> tuple[str, tuple[Row, ...]]:
    """When the last import was written that can still be taken back, and its rows; empty when there is none."""
    for note in _noted(root):
        in_file = sorted((row for row in rows if row.file == note.file), key=lambda row: row.line)
        written = tuple(in_file[-note.number :])
        if len(written) == note.number and written[0].id == note.first and can_take_back(root, written):
            return note.at, written
    return "", ()


def _noted(root: Path) -> Iterator[ImportNote]:
    """The notes, the latest first; what somebody spoiled is passed over."""
    path = _notes(root)
    lines = disk.read_bytes(path).splitlines() if path.is_file() and not path.is_symlink() else []
    for line in reversed(lines):
        with contextlib.suppress(ValueError, TypeError, KeyError):
            said: Any = json.loads(line)
            note = ImportNote(str(said["at"]), str(said["file"]), str(said["first"]), int(said["number"]))
            if note.number > 0:
                yield note


def _notes(root: Path) -> Path:
    return root / disk.STATE / _NOTES
