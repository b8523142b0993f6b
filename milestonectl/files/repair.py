"""What may be mended in a ledger without touching a row: a torn last line is moved aside, a second copy taken out."""

from pathlib import Path

from milestonectl.files import disk
from milestonectl.files.ledger import is_torn, parse_ledger
from milestonectl.files.workspace import ledger_files, relative
from milestonectl.model.row import cells, fingerprint

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


def take_out_copies(root: Path, field_names: tuple[str, ...]) -> list[str]:
    """Where lines stood whose sealed row stands earlier in the ledger too, cell for cell. The caller holds the lock."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    taken_out = []
    for path in ledger_files(root):
        name, raw = relative(path, root), disk.read_bytes(path)
        copies = set()
        for row in parse_ledger(raw, name, field_names)[0]:
            content = tuple(sorted(cells(row).items()))
            if content in seen and row.id == fingerprint(row):
                copies.add(row.line)
            seen.add(content)
        if copies:
            disk.refuse_link(path, root)
            lines = raw.split(b"\n")
            disk.replace(path, raw, b"\n".join(line for number, line in enumerate(lines, 1) if number not in copies))
            taken_out += [f"{name}:{line}" for line in sorted(copies)]
    return taken_out
