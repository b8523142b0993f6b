"""Evidence files: what a reference such as `evidence/acme-needs.pdf` holds, and whether it still does."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from milestonectl.model.errors import UsageError
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import Row

FOLDER = "evidence/"
_LONGEST = 1000


def sha256(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint_of_file(root: Path, reference: str) -> str:
    """The SHA-256 of the file below the workspace that a reference names; empty when it names none.

    A path that leads out of the workspace is refused: the record must hold all that it points to.
    """
    if not _may_be_a_path(reference):
        return ""
    path = root / reference
    try:
        if not path.is_file():
            return ""
        inside = _is_inside(path, root)
    except OSError:
        return ""
    if not inside:
        raise UsageError(f"{reference} leads out of the workspace; copy the file below {FOLDER}")
    return sha256(path)


def evidence_problems(root: Path, rows: Iterable[Row]) -> list[Problem]:
    """What is wrong with the files that rows point to: gone, changed, outside, or never fingerprinted."""
    return [
        problem._replace(place=Place(row.file, row.line))
        for row in rows
        if row.event in ("achieved", "evidence") and _may_be_a_path(row.ref)
        for problem in _file_problems(root, row)
    ]


def _file_problems(root: Path, row: Row) -> Iterator[Problem]:
    path = root / row.ref
    try:
        if not _is_inside(path, root):
            hint = f"copy the file below {FOLDER}, and log that as evidence"
            yield _problem(row, "outside-evidence", f"{row.ref} leads out of the workspace", hint)
        elif not path.is_file():
            if row.sha256 or row.ref.startswith(FOLDER):
                yield _problem(
                    row, "missing-evidence", f"{row.ref} is not there", "take it back from git or its author"
                )
        elif not row.sha256:
            yield _problem(row, "unsealed-evidence", f"the fingerprint of {row.ref} is not recorded", "log it again")
        elif sha256(path) != row.sha256:
            hint = f"git log -p -- {row.ref} shows what happened to it"
            yield _problem(row, "changed-evidence", f"{row.ref} is not what it was when it was recorded", hint)
    except OSError as error:
        yield _problem(row, "missing-evidence", f"{row.ref} cannot be read: {error.strerror}", "see its permissions")


def _problem(row: Row, name: str, message: str, hint: str) -> Problem:
    return Problem(name, message, Place(row.file), hint, cell="ref")


def _may_be_a_path(reference: str) -> bool:
    return bool(reference) and "\0" not in reference and "://" not in reference and len(reference) <= _LONGEST


def _is_inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())
