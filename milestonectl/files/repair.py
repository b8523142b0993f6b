"""A torn last line, moved aside: it stays in a file of its own, and the ledger ends with its last whole row again."""

from pathlib import Path

from milestonectl.files import disk
from milestonectl.files.ledger import is_torn
from milestonectl.files.workspace import ledger_files, relative

FOLDER = "torn"


def move_torn_lines(root: Path, field_names: tuple[str, ...]) -> list[str]:
    """The files that torn lines were moved to, by path below the workspace. The caller holds the lock.

    The line is safe in its new place before it leaves the old one.
    """
    moved = []
    for path in ledger_files(root):
        raw = disk.read_bytes(path)
        if is_torn(raw, path.name, field_names):
            moved.append(relative(_move(root, path, raw), root))
    return moved


def _move(root: Path, path: Path, raw: bytes) -> Path:
    start = raw.rfind(b"\n") + 1
    aside = root / FOLDER / f"{relative(path, root)}.torn"
    disk.refuse_link(aside, root)
    disk.refuse_link(path, root)
    kept = disk.read_bytes(aside) if aside.exists() else b""
    line = raw[start:] + b"\n"
    if not kept.endswith(line):
        disk.append(aside, line)
    disk.cut(path, start)
    return aside
