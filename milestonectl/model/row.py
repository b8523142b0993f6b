"""One row of the ledger: a line of text that says what happened in a deal."""

import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from operator import attrgetter
from types import MappingProxyType
from typing import Final, NamedTuple, overload

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


def sealed(named: Mapping[str, str]) -> Row:
    """The sealed row of some cells; what is no column of every ledger is a declared field."""
    return sealed_rows({column: [cell] for column, cell in named.items()})[0]


class Rows(Sequence[Row]):
    """Rows that stand in no file yet, column by column: a million of them are few lists. A row is made when it is looked at."""

    def __init__(self, columns: Mapping[str, Sequence[str]], number: int) -> None:
        """Equally long columns of so many rows; what is no column of every ledger is a declared field."""
        self.columns = {column: cells for column, cells in columns.items() if any(cells)}
        """Those that have a value in some row."""
        self._number = number

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> "Rows": ...

    def __getitem__(self, place: int | slice) -> "Row | Rows":
        places = range(self._number)[place]
        return self.picked(places) if isinstance(places, range) else next(iter(self.picked([places])))

    def __iter__(self) -> Iterator[Row]:
        blank = [""] * self._number
        cells_of_rows = (self.columns.get(column, blank) for column in COLUMNS)
        return map(_new_row, zip(*cells_of_rows, _fields(self.columns), blank, repeat(0), strict=False))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def column(self, name: str) -> Sequence[str]:
        """The cell of each row."""
        return self.columns[name] if name in self.columns else [""] * self._number

    def picked(self, places: Sequence[int]) -> "Rows":
        """The rows at some places, in that order."""
        columns = {column: list(map(cells.__getitem__, places)) for column, cells in self.columns.items()}
        return Rows(columns, len(places))


def joined(parts: Sequence[Rows]) -> Rows:
    """The rows of all the parts."""
    columns: dict[str, list[str]] = {column: [] for column in sorted(set().union(*(part.columns for part in parts)))}
    for part in parts:
        for column, cells in columns.items():
            cells.extend(part.column(column))
    return Rows(columns, sum(map(len, parts)))


def rows_of(rows: Sequence[Row]) -> Rows:
    """Rows in columns; which file they stand in is forgotten."""
    if isinstance(rows, Rows):
        return rows
    declared = dict.fromkeys(name for row in rows if row.fields for name in row.fields)
    columns = {column: list(map(attrgetter(column), rows)) for column in COLUMNS}
    fields = {name: [row.fields.get(name, "") for row in rows] for name in declared}
    return Rows({**columns, **fields}, len(rows))


def sealed_rows(columns: Mapping[str, Sequence[str]]) -> Rows:
    """Rows from their columns, which are equally long, with their ids: a third of the cost of sealing one after the other."""
    used = {column: columns[column] for column in sorted(columns) if any(columns[column])}
    texts = map(
        "".join, zip(*chain.from_iterable(_lines(column, cells) for column, cells in used.items()), strict=False)
    )
    ids = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts]
    return Rows({"id": ids, **used}, len(ids))


_new_row = functools.partial(tuple.__new__, Row)


def _lines(column: str, cells: Sequence[str]) -> tuple[Iterable[str], ...]:
    """The parts of what a fingerprint is taken of, row by row."""
    if all(cells):
        return repeat(f"{column}="), cells, repeat("\n")
    return ([f"{column}={cell}\n" if cell else "" for cell in cells],)


def _fields(columns: Mapping[str, Sequence[str]]) -> Iterable[Mapping[str, str]]:
    """The declared fields of each row."""
    declared = [column for column in columns if column not in COLUMNS]
    if not declared:
        return repeat(NO_FIELDS)
    return (
        {column: cell for column, cell in zip(declared, cells, strict=True) if cell} or NO_FIELDS
        for cells in zip(*(columns[column] for column in declared), strict=True)
    )
