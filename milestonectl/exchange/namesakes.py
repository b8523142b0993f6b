"""Files that know deals only by their names -> one id for each deal, also where several share a name."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from milestonectl.exchange.observation import dropped_columns, is_dropped
from milestonectl.exchange.quality import fact
from milestonectl.exchange.rules import plain
from milestonectl.exchange.shape import Fitted
from milestonectl.exchange.source import Record, in_blocks
from milestonectl.exchange.stamps import Reader, date_order, zone_of
from milestonectl.exchange.state import state_of
from milestonectl.exchange.unfold import opens_deal
from milestonectl.model.imported import Quality
from milestonectl.model.mapping import SourceMapping
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import Row

ROLES = ("account", "created", "owner")
"""What tells deals of one name apart, the steadiest first: an owner changes, the day of the creation does not."""
MOST = 40
"""Names that a message lists."""


class Apart(NamedTuple):
    """The tables with an id in place of each shared name, the names that cannot be told apart, and what was split."""

    found: list[Fitted]
    problems: list[Problem]
    quality: list[Quality]


class _Told(NamedTuple):
    """A record of a deal that is known by its name."""

    table: int
    line: int
    values: Mapping[str, str]
    """What it says in the columns that tell deals apart, as far as its file has them."""
    is_whole: bool
    """Whether the record is all that its file says of the deal; else it is one change of many."""
    opens: bool


class _Deal(NamedTuple):
    """The records of one deal; no id when they may be of several."""

    id: str
    records: list[_Told]


def tell_apart(found: Sequence[Fitted], mapping: SourceMapping, before: Mapping[str, list[Row]]) -> Apart:
    """A name that one deal has stays its id; where several have it, what tells them apart is added: `Renewal (Acme)`.

    A deal that the ledger (`before`) knows already keeps the id that it has there.
    """
    listed = [_listed(one) if one.is_named else one for one in found]
    names: dict[str, list[_Told]] = {}
    for number, one in enumerate(listed):
        for name, told in _told(number, one, mapping) if one.is_named else ():
            names.setdefault(name, []).append(told)
    known = {deal: _known_values(rows) for deal, rows in before.items()} if names else {}
    deals = {name: list(_deals(name, (), records, ROLES, known)) for name, records in names.items()}
    ids = {(told.table, told.line): deal.id for split in deals.values() for deal in split for told in deal.records}
    refused = [name for name, split in deals.items() if not all(deal.id for deal in split)]
    shared = [deal.id for split in deals.values() for deal in split if deal.id and len(split) > 1]
    fitted = [_with_ids(one, number, ids) for number, one in enumerate(listed)]
    return Apart(fitted, _problems(refused, names, listed), _quality(shared))


def _listed(one: Fitted) -> Fitted:
    return one._replace(table=one.table._replace(blocks=list(one.table.blocks)))


def _told(number: int, one: Fitted, mapping: SourceMapping) -> Iterator[tuple[str, _Told]]:
    """The records of a table with their names; footers, and records that are left out anyway, have none."""
    table, is_whole = one.table, "stamp" not in one.columns
    at = {role: table.header.index(column) for role, column in one.columns.items()}
    telling = [role for role in ROLES if role in at]
    dropped = dropped_columns(table, at, mapping.drop)
    read = _day_reader(
        [cells[at["created"]] for _, cells in table.records if _fits(cells, one)] if "created" in at else [], mapping
    )
    for line, cells in table.records:
        if _fits(cells, one) and not is_dropped(cells, dropped):
            values = {role: _value(role, plain(cells[at[role]]), mapping, read) for role in telling}
            told = _Told(number, line, values, is_whole, is_whole or opens_deal(cells, at, mapping))
            yield plain(cells[at["deal"]]), told


def _fits(cells: Sequence[str], one: Fitted) -> bool:
    header = one.table.header
    return len(cells) == len(header) and bool(cells[header.index(one.columns["deal"])].strip())


def _day_reader(texts: Iterable[str], mapping: SourceMapping) -> Reader:
    return Reader(zone_of(mapping.time_zone) or datetime.UTC, mapping.dates or date_order(texts))


def _value(role: str, text: str, mapping: SourceMapping, read: Reader) -> str:
    if role == "created":
        stamp = read(text)
        return stamp.day if stamp else text
    return mapping.person(text) if role == "owner" else text


def _known_values(rows: Sequence[Row]) -> dict[str, str]:
    """What the ledger says of a deal, under the same roles."""
    values = state_of(rows, frozenset()).values
    opened = next((row.date for row in rows if row.event == "opened"), "")
    return {"account": values.get("account", ""), "created": opened, "owner": values.get("owner", "")}


def _deals(
    name: str,
    said: tuple[str, ...],
    records: list[_Told],
    roles: tuple[str, ...],
    known: Mapping[str, Mapping[str, str]],
) -> Iterator[_Deal]:
    """The deals that records of one name are of, divided by one role after the other until each has its own."""
    if not roles:
        yield _Deal("" if _are_several(records) else _id(name, said), records)
        return
    role, *rest = roles
    parts = _parts(role, records)
    if len(parts) < 2 or (role == "owner" and not _are_several(records)):
        if _are_several(records):
            yield from _deals(name, said, records, tuple(rest), known)
        else:
            yield _Deal(_known_id(name, said, records[0].values, known), records)
        return
    here = known.get(_id(name, said), {}).get(role)
    for value, part in parts.items():
        yield from _deals(name, said if value == here else (*said, value or f"no {role}"), part, tuple(rest), known)


def _parts(role: str, records: list[_Told]) -> dict[str, list[_Told]]:
    """The records by what they say in a role; undivided when some file does not have it."""
    parts: dict[str, list[_Told]] = {}
    for told in records:
        if role not in told.values:
            return {"": records}
        parts.setdefault(told.values[role], []).append(told)
    return parts


def _are_several(records: list[_Told]) -> bool:
    """Whether some file opens more than one deal by them."""
    opened = [told.table for told in records if told.opens]
    return len(opened) > len(set(opened))


def _id(name: str, said: Sequence[str]) -> str:
    return f"{name} ({', '.join(said)})" if said else name


def _known_id(name: str, said: tuple[str, ...], values: Mapping[str, str], known: Mapping[str, object]) -> str:
    """The id under which the ledger holds the deal, if it needed more words there than it does now."""
    more = [values[role] or f"no {role}" for role in ROLES if role in values]
    longer = (_id(name, words) for size in (3, 2, 1) for words in combinations(more, size) if len(words) > len(said))
    return next((found for found in longer if found in known), _id(name, said))


def _with_ids(one: Fitted, number: int, ids: Mapping[tuple[int, int], str]) -> Fitted:
    """The table with ids for names, without the records whose deal cannot be told."""
    if not one.is_named:
        return one
    place = one.table.header.index(one.columns["deal"])
    records = (record for record in one.table.records if ids.get((number, record[0])) != "")
    said = (_with_id(record, place, ids.get((number, record[0]))) for record in records)
    return one._replace(table=one.table._replace(blocks=in_blocks(said)), shape=replace(one.shape, key=None))


def _with_id(record: Record, place: int, deal: str | None) -> Record:
    line, cells = record
    return record if deal is None else (line, [*cells[:place], deal, *cells[place + 1 :]])


def _problems(refused: Sequence[str], names: Mapping[str, list[_Told]], found: Sequence[Fitted]) -> list[Problem]:
    if not refused:
        return []
    first = names[refused[0]][0]
    more = f" and {len(refused) - MOST:,} more" if len(refused) > MOST else ""
    listed = ", ".join(f'"{name}"' for name in refused[:MOST])
    message = f"several deals have one name, and nothing in the file tells them apart: {listed}{more}"
    hint = f"export the column with the id of the deal as well; or {', '.join(ROLES)}"
    return [Problem("shared-name", message, Place(found[first.table].table.file, first.line), hint)]


def _quality(shared: Sequence[str]) -> list[Quality]:
    message = "deals that share a name, told apart by account, day of creation or owner"
    return [fact("shared-name", message, shared)] if shared else []
