"""JSON lines -> a table: one flat object a line."""

import json
from collections.abc import Iterator

from milestonectl.exchange.source import Record, Table, in_blocks
from milestonectl.exchange.spreadsheet import cell_text
from milestonectl.model.errors import MilestonectlError


def parse_json_lines(raw: bytes, file: str) -> Table:
    """The columns are the keys of all objects, in the order in which they first appear."""
    objects = list(_objects(raw, file))
    header = tuple(dict.fromkeys(key for _, found in objects for key in found))
    return Table(file, header, in_blocks(_records(objects, header)))


def _objects(raw: bytes, file: str) -> Iterator[tuple[int, dict[str, object]]]:
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip():
            try:
                found = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise MilestonectlError(f"{file}:{number}: not JSON: {error}") from error
            if not isinstance(found, dict):
                raise MilestonectlError(f"{file}:{number}: one JSON object a line is read")
            yield number, found


def _records(objects: list[tuple[int, dict[str, object]]], header: tuple[str, ...]) -> Iterator[Record]:
    return ((line, [cell_text(found.get(name)) for name in header]) for line, found in objects)
