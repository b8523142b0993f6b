"""What a source's records say, before anybody knows what it means."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, compress
from operator import ne
from typing import Any, NamedTuple

from milestonectl.exchange.once import Once
from milestonectl.exchange.shape import Fitted
from milestonectl.exchange.source import Block, Table
from milestonectl.model.mapping import VALUE_ROLES, Meanings
from milestonectl.model.problem import Place


class Observations(NamedTuple):
    """The cells that the mapping asks for, as written: lists with an item for each record.

    An item is an empty text where the mapping asks for none. Equal texts near each other are one object.
    """

    texts: dict[str, list[str]]
    """By role."""
    stamp: list[str]
    order: list[str]
    """The source's own order of equal stamps."""
    line: list[int]
    file: list[str]

    def picked(self, pick: Callable[[list[Any]], list[Any]]) -> "Observations":
        """Some of the observations, as they are picked from each of the lists, without their stamps and orders."""
        texts = {role: pick(listed) for role, listed in self.texts.items()}
        return Observations(texts, [], [], pick(self.line), pick(self.file))

    def place(self, number: int) -> Place:
        """Where an observation stands."""
        return Place(self.file[number], self.line[number])


TRUE = frozenset({"1", "true", "True", "TRUE", "yes", "Yes"})
_ID_BREAKS = re.compile(r"[\s;,|]+")
_PICKED = ("deal", "event", "by", "reason", "note")


def value_roles(field_names: tuple[str, ...]) -> tuple[str, ...]:
    """All that a source can say about a deal: what every deal has, and the declared fields."""
    return (*VALUE_ROLES, *field_names)


class LeftOut(NamedTuple):
    """What became of a table's records that made no observations."""

    read: int
    """All of its records."""
    end: Place | None
    """Where its last observation stands."""
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


class _Layout(NamedTuple):
    """Where in a record things stand. What the table has no column for stands in an empty one behind the others."""

    at: Mapping[str, int]
    width: int
    dropped: list[tuple[int, frozenset[str]]]
    key: Callable[[str], str] | None

    def id_of(self, deal: str) -> str:
        """One spelling for all spellings of a deal's id."""
        return self.key(deal) if self.key else deal

    def place(self, *roles: str) -> int:
        return next((self.at[role] for role in roles if role in self.at), self.width)


def observe(tables: Iterable[Fitted], roles: tuple[str, ...], drop: Meanings) -> tuple[Observations, list[LeftOut]]:
    """One observation a record, of all tables. Footers and torn lines (fewer cells than the header) are counted, not read."""
    seen = Observations({role: [] for role in (*_PICKED, *roles)}, [], [], [], [])
    return seen, [_observe(fitted, drop, seen) for fitted in tables]


def _observe(fitted: Fitted, drop: Meanings, seen: Observations) -> LeftOut:
    """Adds the observations of one table."""
    table, texts = fitted.table, seen.texts
    at = {role: table.header.index(column) for role, column in fitted.columns.items()}
    layout = _Layout(at, len(table.header), dropped_columns(table, at, drop), fitted.shape.key)
    found = LeftOut(0, None, [], [], [], [])
    there = [role for role in texts if layout.place(role) < layout.width]
    read, before, start = 0, 0, len(seen.line)
    for block in table.blocks:
        read += sum(map(ne, block.lines, chain([before], block.lines)))
        before = block.lines[-1]
        kept = _kept(block, layout, found)
        for role in there:
            texts[role].extend(_shared(role, kept.columns[layout.place(role)], layout.key))
        seen.stamp.extend(kept.columns[layout.place("stamp")])
        seen.order.extend(kept.columns[layout.place("order")])
        seen.line.extend(kept.lines)
    number = len(seen.line) - start
    for role in texts.keys() - there:
        texts[role].extend([""] * number)
    seen.file.extend([table.file] * number)
    taken = table.taken if fitted.shape.unfold else ""
    return found._replace(read=read, end=seen.place(-1) if number else None, taken=taken)


def _shared(role: str, cells: Sequence[str], key: Callable[[str], str] | None) -> Iterable[str]:
    """The cells of a block; those that are equal become one object."""
    make = {"deal": key, "event": str.strip}.get(role)
    if make is not None:
        return map(Once(make).__getitem__, cells)
    first: dict[str, str] = {}
    return map(first.setdefault, cells, cells)


def _kept(block: Block, layout: _Layout, found: LeftOut) -> Block:
    """The records that say something, each with an empty cell at its end; what becomes of the others is noted."""
    deal, number = layout.place("deal"), len(block.lines)
    if len(block.columns) != layout.width:
        found.partial.extend(
            zip(block.lines, (sum(map(bool, cells)) for cells in zip(*block.columns, strict=True)), strict=True)
        )
        return Block((), [()] * (layout.width + 1))
    columns = [*block.columns, [""] * number]
    if not all(columns[deal]) or not all(values.isdisjoint(columns[column]) for column, values in layout.dropped):
        stays = [
            _stays(line, cells, layout, found)
            for line, cells in zip(block.lines, zip(*columns, strict=True), strict=True)
        ]
        columns = [list(compress(column, stays)) for column in columns]
        block = Block(list(compress(block.lines, stays)), columns)
    merged = layout.place("merged")
    if merged < layout.width:
        for ids, into in zip(columns[merged], map(layout.id_of, columns[deal]), strict=True):
            found.merged.extend((old, into) for old in _ID_BREAKS.split(ids.strip()) if ids and old)
    return Block(block.lines, columns)


def _stays(line: int, cells: Sequence[str], layout: _Layout, found: LeftOut) -> bool:
    deal = cells[layout.place("deal")]
    if not deal:
        found.partial.append((line, sum(map(bool, cells))))
        return False
    if not is_dropped(cells, layout.dropped):
        return True
    found.deleted.append(deal)
    if cells[layout.place("deleted")] in TRUE:
        found.withdrawn.append((layout.id_of(deal), cells[layout.place("modified", "stamp")]))
    return False


def dropped_columns(table: Table, where: Mapping[str, int], drop: Meanings) -> list[tuple[int, frozenset[str]]]:
    """Columns, and the values whose records are left out."""
    asked = [(table.header.index(column), frozenset(left)) for column, left in drop.items() if column in table.header]
    return [*asked, (where["deleted"], TRUE)] if "deleted" in where else asked


def is_dropped(cells: Sequence[str], dropped: list[tuple[int, frozenset[str]]]) -> bool:
    """Whether a record is left out."""
    return bool(dropped) and any(cells[column] in values for column, values in dropped)
