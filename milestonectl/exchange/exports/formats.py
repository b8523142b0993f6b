"""Every format that can be exported, each as the bytes of one file."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from milestonectl.deals.pipeline import Position
from milestonectl.exchange.exports.ocel import ocel_text
from milestonectl.exchange.exports.sheets import Sheet, deals_sheet, ledger_sheet, milestones_sheet
from milestonectl.exchange.exports.texts import csv_text, json_lines
from milestonectl.exchange.exports.updates import NAMINGS, update_sheet
from milestonectl.exchange.exports.workbook import parquet, workbook
from milestonectl.exchange.exports.xes import xes_text
from milestonectl.model.row import Row


@dataclass(frozen=True, slots=True)
class Contents:
    """What is exported: some deals as of a day, and their rows."""

    positions: Sequence[Position]
    rows: Sequence[Row]
    field_names: tuple[str, ...]
    day: datetime.date


Write = Callable[[Contents, str], bytes]


def sheet_of(contents: Contents, what: str) -> Sheet:
    """The table that is asked for: `ledger`, `deals` or `milestones`."""
    if what == "deals":
        return deals_sheet(contents.positions, contents.field_names)
    if what == "milestones":
        return milestones_sheet(contents.positions)
    return ledger_sheet(contents.rows, contents.field_names)


def _update(system: str) -> Write:
    return lambda contents, _what: csv_text(update_sheet(contents.positions, system, contents.day)).encode()


def _workbook(contents: Contents, _what: str) -> bytes:
    return workbook([sheet_of(contents, what) for what in ("deals", "milestones", "ledger")])


FORMATS: Mapping[str, Write] = {
    "csv": lambda contents, what: csv_text(sheet_of(contents, what)).encode(),
    "jsonl": lambda contents, what: json_lines(sheet_of(contents, what)).encode(),
    "xlsx": _workbook,
    "parquet": lambda contents, what: parquet(sheet_of(contents, what)),
    "xes": lambda contents, _what: xes_text(found.deal for found in contents.positions).encode(),
    "ocel": lambda contents, _what: ocel_text(found.deal for found in contents.positions).encode(),
    **{system: _update(system) for system in NAMINGS},
}
"""Format to what writes it. `what` chooses a table where the format holds only one."""

BINARY = frozenset({"xlsx", "parquet"})
"""Formats that no terminal should be given."""
