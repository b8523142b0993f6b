"""One row of the ledger: a line of text that says what happened in a deal."""

import functools
import hashlib
from collections.abc import Callable, Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple

COLUMNS = (
    "id", "recorded_at", "date", "deal", "event", "milestone", "by", "kind", "ref", "sha256", "contact", "role", "note",
    "sale_type", "process", "account", "owner", "amount", "currency", "close_date", "reason", "source",
)  # fmt: skip
"""The columns of every ledger; a workspace may declare further ones."""

DEAL_COLUMNS = ("sale_type", "process", "account", "owner", "amount", "currency", "close_date")
"""What `opened` and `changed` set, besides the declared fields."""

EVENTS = ("opened", "changed", "planned", "achieved", "evidence", "waived", "lost", "reopened", "voided")

_WIDTH: Final = 22
_WHOLE_SECONDS: Final = len("2026-11-21T10:00:00Z")
NO_FIELDS: Mapping[str, str] = MappingProxyType({})


class Row(NamedTuple):
    """The cells as written; an empty cell is an empty text."""

    id: str = ""
    recorded_at: str = ""
    date: str = ""
    deal: str = ""
    event: str = ""
    milestone: str = ""
    by: str = ""
    kind: str = ""
    ref: str = ""
    sha256: str = ""
    contact: str = ""
    role: str = ""
    note: str = ""
    sale_type: str = ""
    process: str = ""
    account: str = ""
    owner: str = ""
    amount: str = ""
    currency: str = ""
    close_date: str = ""
    reason: str = ""
    source: str = ""
    fields: Mapping[str, str] = NO_FIELDS
    """Declared extra fields that have a value."""
    file: str = ""
    line: int = 0

    @property
    def recorded(self) -> str:
        """When it was written down, to the microsecond, so that text order is time order; else its date."""
        moment = self.recorded_at
        return f"{moment[:-1]}.000000Z" if len(moment) == _WHOLE_SECONDS else moment or self.date

    @property
    def order(self) -> tuple[str, str, str]:
        """Rows are folded in this order, whatever file or line they stand in."""
        return (self.date, self.recorded, self.id or fingerprint(self))


def cells(row: Row) -> dict[str, str]:
    """The cells that have a value, by column."""
    named = {column: value for column, value in zip(COLUMNS, row[:_WIDTH], strict=True) if value}
    return named | {name: value for name, value in row.fields.items() if value}


def fingerprint(row: Row) -> str:
    """The row's id: 16 hexadecimal digits of the SHA-256 of its other cells.

    The cells that have a value are written as `column=value`, a line each, in the order of their columns' names:
    `printf 'date=2026-11-21\\ndeal=ACME-14\\nevent=achieved\\nmilestone=proof\\n' | sha256sum` begins b591562f9aaaefb0.
    """
    named = cells(row)
    named.pop("id", None)
    return _fingerprint(named)


def _fingerprint(named: Mapping[str, str]) -> str:
    text = "".join([f"{column}={value}\n" for column, value in sorted(named.items())])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def seal(row: Row, recorded_at: str = "") -> Row:
    """The row with its `recorded_at` and `id` filled in."""
    stamped = row._replace(recorded_at=row.recorded_at or recorded_at)
    return stamped._replace(id=fingerprint(stamped))


def sealed(named: Mapping[str, str], fields: Mapping[str, str] = NO_FIELDS) -> Row:
    """The sealed row of cells that all have a value: `seal(Row(**named))`, at half the cost for long imports."""
    said = {**named, **fields} if fields else named
    ordered, text, picked = _layout(tuple(said))
    values = [said[column] for column in ordered]
    digest = hashlib.sha256((text % tuple(values)).encode()).hexdigest()[:16]
    parts: tuple[Any, ...] = picked((*values, "", digest, fields, 0))
    return tuple.__new__(Row, parts)


class _Layout(NamedTuple):
    """How rows with the same columns are written: many rows, few layouts."""

    ordered: tuple[str, ...]
    """The columns in the order of their names."""
    text: str
    """What a fingerprint is taken of, with a place for each value."""
    picked: Callable[[tuple[object, ...]], tuple[object, ...]]
    """The values, an empty cell, the id, the declared fields and the line -> the parts of a `Row`."""


@functools.lru_cache(maxsize=1000)
def _layout(columns: tuple[str, ...]) -> _Layout:
    ordered = tuple(sorted(columns))
    blank = len(ordered)
    own = {"id": blank + 1, "fields": blank + 2, "line": blank + 3}
    places = {**{column: ordered.index(column) for column in columns if column in COLUMNS}, **own}
    text = "".join(f"{column.replace('%', '%%')}=%s\n" for column in ordered)
    return _Layout(ordered, text, itemgetter(*(places.get(part, blank) for part in Row._fields)))
