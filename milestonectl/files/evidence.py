"""Evidence files: what a reference such as `evidence/acme-needs.pdf` holds."""

import hashlib
from pathlib import Path

from milestonectl.model.errors import UsageError


def sha256(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint_of_file(root: Path, reference: str) -> str:
    """The SHA-256 of the file below the workspace that a reference names; empty when it names none.

    A path that leads out of the workspace is refused: the record must hold all that it points to.
    """
    if "\0" in reference or len(reference) > 1000:
        return ""
    path = root / reference
    try:
        if not path.is_file():
            return ""
        inside = path.resolve().is_relative_to(root.resolve())
    except OSError:
        return ""
    if not inside:
        raise UsageError(f"{reference} leads out of the workspace; copy the file below evidence/")
    return sha256(path)
