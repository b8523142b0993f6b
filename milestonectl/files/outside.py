"""Files that are written for others: anywhere but where the workspace would read them as its own."""

import contextlib
from pathlib import Path

from milestonectl.model.errors import MilestonectlError, UsageError

_OWN = ("ledger", "processes", "imports", ".milestonectl", ".git")


def write_outside(root: Path, path: Path, content: bytes) -> None:
    """Write a file whole, replacing one of the same name; on failure the old one stays."""
    target = path.absolute()
    if any(target.resolve().is_relative_to((root / own).resolve()) for own in _OWN):
        raise UsageError(f"{path} is inside the workspace's own folders, where it would be taken for a part of them")
    draft = target.with_name(f".{target.name}.new")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
