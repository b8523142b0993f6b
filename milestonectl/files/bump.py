"""The next version of a process: the old file is kept under its number, the new one keeps comments and order."""

import datetime
from pathlib import Path
from typing import NamedTuple

from milestonectl.files import disk
from milestonectl.files.fixes import edited, replace_text
from milestonectl.files.yaml import parse_yaml
from milestonectl.model.errors import MilestonectlError, UsageError
from milestonectl.model.node import Node
from milestonectl.model.problem import Edit, Place
from milestonectl.model.process import Process


class Bumped(NamedTuple):
    """What was written."""

    pin: str
    file: str
    kept: str
    """The file of the version before."""


def bump(root: Path, process: Process, effective: datetime.date) -> Bumped:
    """Write the next version of a process, for deals opened from a day on."""
    if effective <= process.effective:
        raise UsageError(f"{process.pin} is effective from {process.effective.isoformat()}; choose a later day")
    source = root / process.file
    kept = source.with_name(f"{process.name}@{process.version}.yaml")
    current = source.with_name(f"{process.name}.yaml")
    if current != source and current.exists():
        raise UsageError(f"{current.name} exists and is not the latest version: {process.file} is")
    with disk.locked(root):
        old = disk.read_bytes(source).decode()
        new = next_version(old, process, effective)
        if kept != source:
            _write_new(kept, old)
            replace_text(current, old, new)
        else:
            _write_new(current, new)
    pin = f"{process.name}@{process.version + 1}"
    return Bumped(pin, current.relative_to(root).as_posix(), kept.relative_to(root).as_posix())


def next_version(text: str, process: Process, effective: datetime.date) -> str:
    """The text with its version counted up and its date set; nothing else changes."""
    node, _ = parse_yaml(text.encode(), process.file)
    if node is None:
        raise UsageError(f"{process.file} cannot be read: milestonectl validate")
    for key, value in (("effective", effective.isoformat()), ("version", str(process.version + 1))):
        text = _with_key(text, node, key, value)
    return text


def _with_key(text: str, node: Node, key: str, value: str) -> str:
    if key in node.mapping:
        return edited(text, [Edit(node.place_of(key), value)])
    line = node.key_of("process").line
    end = len(text.removeprefix("\ufeff").split("\n")[line - 1].removesuffix("\r")) + 1
    newline = "\r\n" if "\r\n" in text else "\n"
    return edited(text, [Edit(Place(node.place.file, line, end, line, end), f"{newline}{key}: {value}")])


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("xb") as file:
            file.write(text.encode())
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}; nothing was written") from error
