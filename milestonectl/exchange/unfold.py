"""Records that say several things, or one thing of many -> records that say one thing each: what a history would hold."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from milestonectl.exchange.shape import Columns, Unfolded
from milestonectl.exchange.source import Record, Table, in_blocks
from milestonectl.exchange.stamps import Reader, date_order
from milestonectl.model.mapping import VALUE_ROLES, SourceMapping

STAMP, EVENT = "@stamp", "@event"
"""The columns that unfolding adds."""

Entered: TypeAlias = tuple[tuple[int, str], ...]
"""Columns of time stamps, each with the stage that was entered then."""
Moment: TypeAlias = tuple[str, str]
"""A time stamp, and the word that became true then."""

_LATER = ("amount", "currency", "close_date")
"""What a snapshot tells of its own day, not of the day on which the deal was opened."""


def long_form(table: Table, records: Iterator[Record]) -> Unfolded:
    """A table whose records end with their stamp and their event."""
    header = (*table.header, STAMP, EVENT)
    return Unfolded(table._replace(header=header, blocks=in_blocks(records)), {"stamp": STAMP, "event": EVENT})


def unfold_snapshot(table: Table, columns: Columns, _mapping: SourceMapping) -> Unfolded:
    """One record a deal -> it was opened, it moved to its stage, it was closed."""
    return long_form(table, unfolded_records(table, columns, ()))


def unfolded_records(table: Table, columns: Columns, entered: Entered) -> Iterator[Record]:
    """The moments of each deal that its one record tells, the values of the snapshot with the last of them."""
    at = {role: table.header.index(column) for role, column in columns.items()}
    later = [at[role] for role in _LATER if role in at]
    for line, cells in table.records:
        if len(cells) != len(table.header):
            yield line, cells
            continue
        moments = _in_time(list(_moments(cells, at, entered, table.taken)))
        for position, (stamp, word) in enumerate(moments):
            said = cells if position == len(moments) - 1 else _without(cells, later)
            yield line, [*said, stamp, word]


def _in_time(moments: list[Moment]) -> list[Moment]:
    """Columns of stages come in any order; where the text tells the time, the moments are brought into it."""
    if all(stamp[4:5] == "-" for stamp, _ in moments):
        return sorted(moments, key=lambda moment: moment[0])
    return moments


def _moments(cells: Sequence[str], at: Mapping[str, int], entered: Entered, taken: str) -> Iterator[Moment]:
    def cell(*roles: str) -> str:
        return next((cells[at[role]].strip() for role in roles if role in at and cells[at[role]].strip()), "")

    history = [(cells[column].strip(), word) for column, word in entered if cells[column].strip()]
    created, moved, ended = cell("created"), cell("moved"), cell("won_at", "lost_at", "closed_at")
    status = cell("status") if ended else ""
    if created:
        yield created, ""
    yield from history
    stayed = moved or ("" if taken else cell("modified") or created)
    if (stayed or not taken) and (not history or (moved and moved not in [stamp for stamp, _ in history])):
        yield _moved(stayed, ended if status else ""), cell("stage")
    if status:
        yield ended, status
    elif taken:
        yield taken, cell("stage")


def _moved(moved: str, ended: str) -> str:
    """When the stage was entered: not after the end, which is often a day without a time."""
    return moved if not ended or (moved[4:5] == ended[4:5] == "-" and moved[:10] < ended[:10]) else ended


def _without(cells: Sequence[str], positions: list[int]) -> list[str]:
    said = list(cells)
    for position in positions:
        said[position] = ""
    return said


def unfold_fields(table: Table, columns: Columns, mapping: SourceMapping) -> Unfolded:
    """One record a changed field -> the stage as an event, other fields as what the deal is from then on.

    The first stage of a deal stands nowhere but in the old value of its first change: it is told with the creation.
    """
    at = {role: table.header.index(column) for role, column in columns.items()}
    records = [record for record in table.records if _is_of_deal(record[1], at, len(table.header))]
    told = [f"@{role}" for role in _TOLD]
    header = (*table.header, STAMP, EVENT, *told)
    kinds = _kinds(mapping)
    unfolded = _field_records(records, at, kinds, _first_stages(records, at, kinds))
    roles = {"stamp": STAMP, "event": EVENT, **dict(zip(_TOLD, told, strict=True))}
    return Unfolded(table._replace(header=header, blocks=in_blocks(unfolded)), roles)


def _is_of_deal(cells: Sequence[str], at: Mapping[str, int], width: int) -> bool:
    """Some files hold the history of every kind of record."""
    return len(cells) != width or "object" not in at or cells[at["object"]].casefold() == "opportunity"


_FIELDS: Mapping[str, tuple[str, ...]] = {
    "event": ("stagename", "stage", "dealstage", "deal stage"),
    "created": ("created", "created."),
    "amount": ("amount",),
    "close_date": ("closedate", "close date"),
    "owner": ("owner", "ownerid", "opportunity owner", "hubspot_owner_id", "deal owner"),
    "sale_type": ("type", "recordtype", "record type", "pipeline", "recordtypeid"),
    "account": ("account", "account name"),
}
"""What the systems call the fields whose changes they keep."""
_ROLE_OF = {name: role for role, names in _FIELDS.items() for name in names}
_TOLD = VALUE_ROLES


def _field_records(
    records: list[Record], at: Mapping[str, int], kinds: Mapping[str, str], first: Mapping[str, str]
) -> Iterator[Record]:
    width = 1 + max(at.values())
    for line, cells in records:
        role = _role(cells, at, kinds) if len(cells) >= width else None
        if role is None:
            yield from [] if len(cells) >= width else [(line, cells)]
            continue
        new = next((cells[at[name]] for name in _NEW if name in at and cells[at[name]]), "")
        event = first.get(cells[at["deal"]], "") if role == "created" else new if role == "event" else ""
        yield line, [*cells, cells[at["stamp"]], event, *(new if role == told else "" for told in _TOLD)]


def opens_deal(cells: Sequence[str], at: Mapping[str, int], mapping: SourceMapping) -> bool:
    """Whether a change is the creation of its deal: the field says so, or it comes from no stage."""
    if "field" in at:
        return _kinds(mapping).get(cells[at["field"]].strip().casefold()) == "created"
    return "from" in at and not cells[at["from"]].strip() and bool(cells[at["event"]].strip())


def _kinds(mapping: SourceMapping) -> dict[str, str]:
    """The names of fields, in lower case, and what each is."""
    return {**_ROLE_OF, **{name.strip().casefold(): role for name, role in mapping.changes.items()}}


_NEW = ("new", "new_number", "new_date")


def _role(cells: Sequence[str], at: Mapping[str, int], kinds: Mapping[str, str]) -> str | None:
    return kinds.get(cells[at["field"]].strip().casefold())


def _first_stages(records: list[Record], at: Mapping[str, int], kinds: Mapping[str, str]) -> dict[str, str]:
    """By deal, the old value of its earliest change of stage."""
    width = 1 + max(at.values())
    changes = [cells for _, cells in records if len(cells) >= width and _role(cells, at, kinds) == "event"]
    read = Reader(datetime.UTC, date_order(cells[at["stamp"]] for cells in changes))
    earliest: dict[str, tuple[str, str]] = {}
    for cells in changes if "old" in at else ():
        stamp = read(cells[at["stamp"]].strip())
        found = (stamp.moment if stamp else "", cells[at["old"]])
        deal = cells[at["deal"]]
        if deal not in earliest or found[0] < earliest[deal][0]:
            earliest[deal] = found
    return {deal: stage for deal, (_, stage) in earliest.items()}
