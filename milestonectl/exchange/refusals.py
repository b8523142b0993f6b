"""What keeps files from being imported at all: columns that are not there, dates that can be read in two ways."""

import re
from collections.abc import Iterable, Sequence

from milestonectl.exchange.observation import LeftOut, Observations
from milestonectl.exchange.shape import Fitted
from milestonectl.exchange.source import Table
from milestonectl.exchange.stamps import date_order, is_ambiguous
from milestonectl.model.mapping import DateOrder, SourceMapping
from milestonectl.model.problem import Place, Problem

MOST = 40
"""Column names that a message lists."""
LONGEST = 60
"""Characters of one of them."""
_TORN = "the line may be torn: compare it with the source"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def refusals(tables: Sequence[Table], fitted: Sequence[Fitted], mapping: SourceMapping) -> list[Problem]:
    """All that is wrong before the first record is read."""
    return [*_missing_columns(tables, mapping), *_unsaid_columns(fitted, mapping)]


def _missing_columns(tables: Sequence[Table], mapping: SourceMapping) -> list[Problem]:
    there = {name for table in tables for name in table.header}
    files = ", ".join(table.file for table in tables)
    hint = f"the columns of {files}: {_listed(name for table in tables for name in table.header)}"
    return [
        Problem(
            "absent-column", f'the column "{column}" ({role}) is not in {files}', _place(mapping, role, files), hint
        )
        for role, column in mapping.columns.items()
        if column not in there
    ]


def _unsaid_columns(fitted: Sequence[Fitted], mapping: SourceMapping) -> list[Problem]:
    return [
        Problem(
            "absent-column",
            f"no column of {found.table.file} is said to hold the {role}",
            _place(mapping, role, found.table.file),
            f"its columns: {_listed(found.table.header)}",
        )
        for found in fitted
        for role in ("deal", "stamp")
        if role not in {*found.columns, *mapping.columns} and not (role == "stamp" and found.shape.unfold)
    ]


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    shown = ", ".join(name[:LONGEST] for name in listed[:MOST])
    return f"{shown} and {len(listed) - MOST:,} more" if len(listed) > MOST else shown


def torn_records(left_out: Sequence[LeftOut]) -> list[Problem]:
    """Lines between records that have several cells, but not as many as the header, or no deal: something is lost there."""
    return [
        Problem("torn-record", "not as many cells as columns, or no deal", found.end._replace(line=line), _TORN)
        for found in left_out
        for line, filled in found.partial
        if filled > 1 and found.end and line < found.end.line
    ]


def _place(mapping: SourceMapping, role: str, file: str) -> Place:
    return mapping.node.place_of("columns", role) if mapping.node else Place(file)


def order_of_dates(seen: Observations, mapping: SourceMapping) -> tuple[DateOrder | None, list[Problem]]:
    """What `03/04` means in this file; a problem when neither the file nor the mapping tells."""
    columns = [seen.texts["close_date"], seen.stamp if seen.stamp and not _ISO.match(seen.stamp[0].strip()) else []]
    # Most files write days as ISO does, which can be read in one way only.
    written = [text for column in columns for text in dict.fromkeys(column) if not text[4:5] == text[7:8] == "-"]
    order = mapping.dates or date_order(written)
    unclear = next((text for text in written if order is None and is_ambiguous(text.strip())), None)
    if unclear is None:
        return order, []
    column = next(column for column in reversed(columns) if unclear in column)
    place = seen.place(len(column) - 1 - column[::-1].index(unclear))
    message = f'"{unclear.strip()}" can be read with the day or the month first, and no date of the file tells'
    hint = "say it: --day-first or --month-first, or dates: in the mapping"
    return None, [Problem("ambiguous-date", message, place, hint)]
