"""Files that are written for others: anywhere but where the workspace would read them as its own."""

import contextlib
from collections.abc import Mapping
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


def write_folder(root: Path, folder: Path, files: Mapping[str, bytes]) -> None:
    """Write several files below a folder, which is made when it is not there."""
    for name, content in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MilestonectlError(f"cannot write {path}: {error.strerror}") from error
        write_outside(root, path, content)
