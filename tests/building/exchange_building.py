"""Small workspaces and tables for the tests of imports."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from milestonectl.exchange.importing import Known, import_tables, known
from milestonectl.exchange.shape import known_headers
from milestonectl.exchange.systems import SYSTEMS
from milestonectl.exchange.tables import parse_table
from milestonectl.files.definitions import load_definitions
from milestonectl.model.imported import Imported
from milestonectl.model.mapping import SourceMapping
from milestonectl.model.row import Row

PROCESS = """
process: {name}
title: Sale
wins: signed
stages:
  - id: only
    title: Only
    milestones:
      - {{id: met, title: Met}}
      - {{id: offered, title: Offered}}
      - {{id: signed, title: Signed}}
"""
COLUMNS = {"deal": "id", "stamp": "at", "event": "what"}
EVENTS = {
    "Meeting": ("met",),
    "Offer": ("offered",),
    "Won": ("won",),
    "Lost": ("lost",),
    "Call": ("ignored",),
    "New": ("open",),
}


def workspace(rows: Iterable[Row] = (), settings: str = "currency: USD") -> Known:
    """A workspace with the sale types `sale` and `renewal`."""
    texts = {f"processes/{name}.yaml": PROCESS.format(name=name).encode() for name in ("sale", "renewal")}
    found = load_definitions(texts | {"milestonectl.yaml": settings.encode()})
    assert not found.problems
    return known(found.settings, found.team, found.processes, rows)


def mapping(**changes: Any) -> SourceMapping:
    """A mapping of the columns id, at and what."""
    said: dict[str, Any] = {"columns": COLUMNS, "constants": {"sale_type": "sale"}, "events": EVENTS}
    return SourceMapping("m", **(said | changes))


def table_text(header: Sequence[str], records: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """CSV text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header, *records])
    return text.getvalue()


def imported(text: str, through: SourceMapping | None = None, into: Known | None = None) -> Imported:
    """What importing CSV text finds."""
    through = through or mapping()
    return import_tables(
        [parse_table(text.encode(), "f.csv", through.columns.values())], through, into or workspace(), SYSTEMS["csv"]
    )


def imported_from(system: str, *texts: str | bytes, **changes: Any) -> Imported:
    """What importing files of a system finds, with a mapping that names no columns."""
    through = mapping(**({"columns": {}} | changes))
    shapes = SYSTEMS[system]
    raw = [text.encode() if isinstance(text, str) else text for text in texts]
    tables = [
        parse_table(r, f"f{n}.csv", {*known_headers(shapes), *through.columns.values()}) for n, r in enumerate(raw, 1)
    ]
    return import_tables(tables, through, workspace(), shapes)


def told(found: Imported) -> list[tuple[str, str, str, str]]:
    """Deal, date, event and milestone of each row."""
    return [(row.deal, row.date, row.event, row.milestone) for row in found.rows]
