"""What a source's record says, before anybody knows what it means."""

import re
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import NamedTuple

from milestonectl.exchange.shape import Fitted
from milestonectl.exchange.source import Table
from milestonectl.model.mapping import VALUE_ROLES, Meanings


class Observation(NamedTuple):
    """The cells of a record that the mapping asks for, as written; an empty text where it asks for none."""

    deal: str
    stamp: str
    event: str
    by: str
    order: str
    reason: str
    note: str
    values: tuple[str, ...]
    """What it says about the deal, in the order of the value roles."""
    line: int
    file: str


TRUE = frozenset({"1", "true", "True", "TRUE", "yes", "Yes"})
_ID_BREAKS = re.compile(r"[\s;,|]+")
_PICKED = ("deal", "stamp", "event", "by", "order", "reason", "note")


def value_roles(field_names: tuple[str, ...]) -> tuple[str, ...]:
    """All that a source can say about a deal: what every deal has, and the declared fields."""
    return (*VALUE_ROLES, *field_names)


class Observed(NamedTuple):
    """Observations, and what became of the records that made none."""

    observations: list[Observation]
    read: int
    deleted: list[str]
    """Deals of records that the source marks as deleted."""
    partial: list[tuple[int, int]]
    """Lines that are no records (another width, or no deal), and how many of their cells are filled."""
    withdrawn: list[tuple[str, str]]
    """Deals that the source marks as deleted, with the stamp of the record that says it."""
    merged: list[tuple[str, str]]
    """Ids that are no more, each with the deal that they were merged into."""
    taken: str = ""
    """When the table was taken, if it is a snapshot."""


def observe(fitted: Fitted, roles: tuple[str, ...], drop: Meanings) -> Observed:
    """One observation a record. Footers and torn lines (fewer cells than the header) are counted, not read."""
    found = Observed([], 0, [], [], [], [])
    table, key = fitted.table, fitted.shape.key
    where = {role: table.header.index(column) for role, column in fitted.columns.items()}
    width = blank = len(table.header)
    picked = _picker(where, blank)
    values = itemgetter(*(where.get(role, blank) for role in roles))
    deal, merged = where.get("deal", blank), where.get("merged", blank)
    stamp = where.get("modified", where.get("stamp", blank))
    dropped = dropped_columns(table, where, drop)
    read, before = 0, 0
    for line, cells in table.records:
        read += line != before
        before = line
        cells.append("")
        if len(cells) != width + 1 or not cells[deal]:
            found.partial.append((line, sum(map(bool, cells))))
        elif is_dropped(cells, dropped):
            found.deleted.append(cells[deal])
            if cells[where.get("deleted", blank)] in TRUE:
                found.withdrawn.append((key(cells[deal]) if key else cells[deal], cells[stamp]))
        else:
            if key is not None:
                cells[deal] = key(cells[deal])
            if cells[merged]:
                found.merged.extend((old, cells[deal]) for old in _ID_BREAKS.split(cells[merged].strip()) if old)
            found.observations.append(Observation(*picked(cells), values(cells), line, table.file))
    return found._replace(read=read, taken=table.taken if fitted.shape.unfold else "")


def dropped_columns(table: Table, where: Mapping[str, int], drop: Meanings) -> list[tuple[int, frozenset[str]]]:
    """Columns, and the values whose records are left out."""
    asked = [(table.header.index(column), frozenset(left)) for column, left in drop.items() if column in table.header]
    return [*asked, (where["deleted"], TRUE)] if "deleted" in where else asked


def is_dropped(cells: list[str], dropped: list[tuple[int, frozenset[str]]]) -> bool:
    """Whether a record is left out."""
    return bool(dropped) and any(cells[column] in values for column, values in dropped)


def _picker(where: dict[str, int], blank: int) -> Callable[[list[str]], tuple[str, str, str, str, str, str, str]]:
    deal, stamp, event, by, order, reason, note = (where.get(role, blank) for role in _PICKED)
    return itemgetter(deal, stamp, event, by, order, reason, note)
