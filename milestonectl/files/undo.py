"""An entry cut off the end of its file while nobody else can have it, kept until it is put back."""

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, NamedTuple

from milestonectl.files import disk
from milestonectl.files.git import committed_lines
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.row import COLUMNS, NO_FIELDS, Row, cells, fingerprint

_KEPT = "undone"


class CutEntry(NamedTuple):
    """An entry that was taken back whole, when, by whom, and which file it was the end of."""

    at: str
    rows: tuple[Row, ...]
    by: str
    file: str


def can_take_back(root: Path, entry: Sequence[Row]) -> bool:
    """Whether the entry is the end of its one file and in no commit."""
    files = {row.file for row in entry}
    if len(files) != 1:
        return False
    lines = _lines(root / entry[0].file)
    end = lines[-len(entry) :]
    numbers = list(range(len(lines) - len(entry) + 1, len(lines) + 1))
    committed = committed_lines(root, entry[0].file)
    in_place = [row.line for row in entry] == numbers
    return committed is not None and in_place and not any(line.rstrip(b"\r\n") in committed for line in end)


def take_back(root: Path, entry: Sequence[Row], at: str, by: str, *, keep: bool = True) -> None:
    """Cut the entry off the end of its file, when it is kept aside. The caller holds the lock and has just read it."""
    if not can_take_back(root, entry):
        raise MilestonectlError("the entry is no longer the end of its file; nothing was taken back")
    path = root / entry[0].file
    disk.refuse_link(path, root)
    if keep:
        said = {"at": at, "by": by, "file": entry[0].file, "rows": [cells(row) for row in entry]}
        kept = json.dumps(said, ensure_ascii=False)
        disk.append(_kept(root), f"{kept}\n".encode())
    disk.cut(path, sum(len(line) for line in _lines(path)[: -len(entry)]))


def last_cut(root: Path, person: str, known: AbstractSet[str]) -> CutEntry | None:
    """The entry of a person that was taken back last and not put back since: the ledger knows none of its ids."""
    lines = _kept_lines(root)
    cut = _cut_entry(lines[-1]) if lines else None
    if cut is None or cut.by != person or any(row.id in known for row in cut.rows):
        return None
    return cut


def forget_last_cut(root: Path) -> None:
    """The entry is in the ledger again."""
    disk.cut(_kept(root), sum(len(line) for line in _kept_lines(root)[:-1]))


def _kept(root: Path) -> Path:
    return root / disk.STATE / _KEPT


def _kept_lines(root: Path) -> list[bytes]:
    path = _kept(root)
    return _lines(path) if path.is_file() and not path.is_symlink() else []


def _cut_entry(line: bytes) -> CutEntry | None:
    """Nothing when somebody changed what was kept: only what its fingerprint vouches for comes back."""
    try:
        said: Any = json.loads(line)
        rows = tuple(_row(named) for named in said["rows"])
        at, by, file = str(said["at"]), str(said.get("by", rows[0].by)), str(said.get("file", ""))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    sound = all(row.id and row.id == fingerprint(row) for row in rows)
    return CutEntry(at, rows, by, file) if rows and sound else None


def _row(named: dict[str, Any]) -> Row:
    texts = {str(column): str(value) for column, value in named.items()}
    fields = {name: texts.pop(name) for name in list(texts) if name not in COLUMNS}
    return Row._make((*(texts.get(column, "") for column in COLUMNS), fields or NO_FIELDS, "", 0))


def _lines(path: Path) -> list[bytes]:
    """The lines of a file with their line breaks, as the reader counts them."""
    *lines, rest = disk.read_bytes(path).split(b"\n")
    return [*(line + b"\n" for line in lines), *([rest] if rest else [])]
