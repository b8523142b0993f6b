"""A plan that comes back from the buyer -> what they confirm."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from milestonectl.exchange.plans.pages import COLUMNS
from milestonectl.exchange.source import Record, Table, in_blocks, read_bytes
from milestonectl.exchange.stamps import Reader, Stamp, date_order
from milestonectl.exchange.tables import parse_table
from milestonectl.model.problem import Place, Problem

_NAMED = 5
"""Deals that a message names."""
_NAMES = tuple(name for name, _ in COLUMNS)
_PIPE = re.compile(r"(?<!\\)\|")
_ESCAPE = re.compile(r"\\([\\|*_`<>\[\]#])")


class Confirmation(NamedTuple):
    """Somebody at the buyer says that a milestone is achieved."""

    deal: str
    milestone: str
    day: datetime.date
    contact: str
    line: int


class Answer(NamedTuple):
    """What a plan says that came back."""

    confirmations: tuple[Confirmation, ...]
    problems: tuple[Problem, ...]


def read_answer(path: Path, today: datetime.date) -> Answer:
    """The confirmations of a plan: the lines in which somebody is named. Without a day, it was done by today.

    A plan that names several deals confirms nothing: what belongs to one deal does not get into another.
    """
    raw = read_bytes(path)
    table = _markdown_table(raw, str(path)) if _is_markdown(raw) else parse_table(raw, str(path), _NAMES)
    missing = [name for name in ("Done on", "Confirmed by", "Ref") if name not in table.header]
    if missing:
        hint = f"the columns of a plan: {', '.join(_NAMES)}"
        message = f"not a plan: {', '.join(missing)} is missing"
        return Answer((), (Problem("missing-column", message, Place(table.file), hint),))
    records = [
        (line, dict(zip(table.header, (_one_line(cell) for cell in cells), strict=False)))
        for line, cells in table.records
    ]
    deals = {named.get("Ref", "").rpartition("/")[0] for _, named in records} - {""}
    if len(deals) > 1:
        message = f"a plan is of one deal, and this one names {', '.join(sorted(deals)[:_NAMED])}"
        hint = "the column Ref was changed: compare it with the plan that was sent"
        return Answer((), (Problem("several-deals", message, Place(table.file), hint),))
    found = list(_answers(table, records, today))
    said = {(one.milestone, one.contact): one for one in reversed(found) if isinstance(one, Confirmation)}
    return Answer(
        tuple(sorted(said.values(), key=lambda one: one.line)),
        tuple(one for one in found if isinstance(one, Problem)),
    )


def _one_line(cell: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in cell).split())


def _answers(
    table: Table, records: list[tuple[int, dict[str, str]]], today: datetime.date
) -> Iterator[Confirmation | Problem]:
    read = Reader(datetime.UTC, date_order(named.get("Done on", "") for _, named in records))
    for line, named in records:
        deal, slash, milestone = named.get("Ref", "").rpartition("/")
        contact, done = named.get("Confirmed by", ""), named.get("Done on", "")
        stamp = read(done) if done else Stamp(today.isoformat(), "")
        if not slash or not contact:
            continue
        if stamp is None:
            hint = "write the day as YYYY-MM-DD"
            yield Problem(
                "wrong-date",
                f'{milestone}: "{done}" is no day, or one that can be read in two ways',
                Place(table.file, line),
                hint,
            )
        else:
            yield Confirmation(deal, milestone, datetime.date.fromisoformat(stamp.day), contact, line)


def _is_markdown(raw: bytes) -> bool:
    """A workbook is packed, and packed bytes can look like anything."""
    return not raw.startswith(b"PK") and any(line.lstrip().startswith(b"|") for line in raw[:100_000].splitlines())


def _markdown_table(raw: bytes, file: str) -> Table:
    lines = enumerate(raw.decode(errors="replace").splitlines(), 1)
    rows: list[Record] = [(number, _cells(line)) for number, line in lines if line.lstrip().startswith("|")]
    header = rows[0][1] if rows else []
    return Table(file, tuple(header), in_blocks(rows[2:]))


def _cells(line: str) -> list[str]:
    return [_ESCAPE.sub(r"\1", cell.strip()) for cell in _PIPE.split(line.strip().strip("|"))]
