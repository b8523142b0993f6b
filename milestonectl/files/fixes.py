"""What `validate --fix` writes: the edits that problems carry, in the files of definitions."""

import difflib
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from milestonectl.files import disk
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.problem import Edit, Problem

_MARK = "\ufeff"
"""A byte order mark, which no column counts."""


class Fixed(NamedTuple):
    """A file before and after."""

    file: str
    before: str
    after: str

    @property
    def diff(self) -> str:
        """The difference, as `git diff` writes it."""
        before, after = self.before.splitlines(keepends=True), self.after.splitlines(keepends=True)
        return "".join(difflib.unified_diff(before, after, f"a/{self.file}", f"b/{self.file}"))


def fixed_files(sources: Mapping[str, str], problems: Iterable[Problem]) -> list[Fixed]:
    """The definition files that edits would change. Rows of the ledger are never edited."""
    edits: dict[str, dict[Edit, None]] = {}
    for problem in problems:
        for edit in problem.fix:
            if edit.place.file in sources:
                edits.setdefault(edit.place.file, {})[edit] = None
    changed = (Fixed(file, sources[file], edited(sources[file], found)) for file, found in sorted(edits.items()))
    return [fixed for fixed in changed if fixed.before != fixed.after]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with its edits made from the end to the start; of two that overlap only the first is made."""
    mark = _MARK if text.startswith(_MARK) else ""
    lines = text.removeprefix(mark).split("\n")
    reached = (len(lines) + 1, 0)
    for edit in sorted(edits, key=lambda edit: (edit.place.line, edit.place.column), reverse=True):
        place = edit.place
        if place.line != place.end_line or (place.end_line, place.end_column) > reached:
            continue
        line = lines[place.line - 1]
        before, after = line[: place.column - 1], line[place.end_column - 1 :]
        lines[place.line - 1] = before + edit.text + after if edit.text else _shortened(before, after)
        reached = (place.line, place.column)
        if not edit.text and not lines[place.line - 1].strip():
            del lines[place.line - 1]
    return mark + "\n".join(lines)


def _shortened(before: str, after: str) -> str:
    """A line of which a part was taken out, without the blanks that stood before it; its line break stays as it is."""
    return (before + after).rstrip() + ("\r" if after.endswith("\r") else "")


def write_fixed(root: Path, fixes: Iterable[Fixed]) -> None:
    """Put each file in the place of the old one, if nobody has changed it in the meantime."""
    with disk.locked(root):
        for fixed in fixes:
            replace_text(root / fixed.file, fixed.before, fixed.after)


def replace_text(path: Path, before: str, after: str) -> None:
    """Replace a file whole, so that a crash leaves the old one or the new one. Its byte order mark stays."""
    raw = disk.read_bytes(path)
    if raw.decode(errors="replace") != before:
        raise MilestonectlError(f"{path} was changed in the meantime; nothing was written to it")
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(after.encode())
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}; nothing was written to it") from error
