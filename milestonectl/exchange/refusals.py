"""What keeps files from being imported at all: columns that are not there, dates that can be read in two ways."""

import re
from collections.abc import Sequence

from milestonectl.exchange.observation import Observation
from milestonectl.exchange.shape import Fitted
from milestonectl.exchange.source import Table
from milestonectl.exchange.stamps import date_order, is_ambiguous, zone_of
from milestonectl.model.mapping import DateOrder, SourceMapping
from milestonectl.model.problem import Place, Problem

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def refusals(tables: Sequence[Table], fitted: Sequence[Fitted], mapping: SourceMapping) -> list[Problem]:
    """All that is wrong before the first record is read."""
    return [*_unknown_zone(mapping), *_missing_columns(tables, mapping), *_unsaid_columns(fitted, mapping)]


def _unknown_zone(mapping: SourceMapping) -> list[Problem]:
    if zone_of(mapping.time_zone) is not None:
        return []
    place = mapping.node.place_of("time_zone") if mapping.node else Place(mapping.name)
    hint = "a name of the time zone database, as Europe/Amsterdam"
    return [Problem("wrong-value", f'time_zone: "{mapping.time_zone}" is no time zone', place, hint)]


def _missing_columns(tables: Sequence[Table], mapping: SourceMapping) -> list[Problem]:
    there = {name for table in tables for name in table.header}
    files = ", ".join(table.file for table in tables)
    hint = f"the columns of {files}: {', '.join(name for table in tables for name in table.header)}"
    return [
        Problem(
            "missing-column", f'the column "{column}" ({role}) is not in {files}', _place(mapping, role, files), hint
        )
        for role, column in mapping.columns.items()
        if column not in there
    ]


def _unsaid_columns(fitted: Sequence[Fitted], mapping: SourceMapping) -> list[Problem]:
    return [
        Problem(
            "missing-column",
            f"no column of {found.table.file} is said to hold the {role}",
            _place(mapping, role, found.table.file),
            f"its columns: {', '.join(found.table.header)}",
        )
        for found in fitted
        for role in ("deal", "stamp")
        if role not in found.columns and role not in mapping.columns
    ]


def _place(mapping: SourceMapping, role: str, file: str) -> Place:
    return mapping.node.place_of("columns", role) if mapping.node else Place(file)


def order_of_dates(
    observations: Sequence[Observation], mapping: SourceMapping, roles: tuple[str, ...]
) -> tuple[DateOrder | None, list[Problem]]:
    """What `03/04` means in this file; a problem when neither the file nor the mapping tells."""
    close_date = roles.index("close_date")
    written = {seen.values[close_date]: seen for seen in observations}
    if observations and not _ISO.match(observations[0].stamp.strip()):
        written |= {seen.stamp: seen for seen in observations}
    order = mapping.dates or date_order(written)
    unclear = next((text for text in written if order is None and is_ambiguous(text.strip())), None)
    if unclear is None:
        return order, []
    seen = written[unclear]
    message = f'"{unclear.strip()}" can be read with the day or the month first, and no date of the file tells'
    hint = "say it: --day-first or --month-first, or dates: in the mapping"
    return None, [Problem("ambiguous-date", message, Place(seen.file, seen.line), hint)]
