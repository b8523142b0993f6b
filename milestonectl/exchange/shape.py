"""The shape of a file: which of its columns are what, and how its records become one record an observation."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from milestonectl.exchange.source import Table
from milestonectl.model.mapping import Reads, SourceMapping
from milestonectl.model.problem import Place, Problem

Columns: TypeAlias = Mapping[str, str]
"""Role to the header of the column that holds it."""


class Unfolded(NamedTuple):
    """A table in the long form, and the roles whose columns are new."""

    table: Table
    columns: Columns


@dataclass(frozen=True, slots=True)
class Shape:
    """One layout that a system writes."""

    name: str
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Role to the headers it is known by; the first that the table has counts, however it is spelled."""
    needs: tuple[str, ...] = ()
    """Roles that a table of this shape has; the most telling shape of a system comes first."""
    reads: Reads = "stages"
    unfold: Callable[[Table, Columns, SourceMapping], Unfolded] | None = None
    """Brings the records into the long form."""
    key: Callable[[str], str] | None = None
    """One spelling for all spellings of a deal's id."""
    names: tuple[str, ...] = ()
    """Headers under which a deal is known only by its name, which it may share with others."""
    trap: str = ""
    """Why a table of this shape is of no use, whatever its name promises."""


class Fitted(NamedTuple):
    """A table with what its columns are."""

    table: Table
    columns: Columns
    shape: Shape

    @property
    def is_named(self) -> bool:
        """Whether its deals have names in place of ids."""
        return spelled(self.columns.get("deal", "")) in map(spelled, self.shape.names)


def known_headers(shapes: Iterable[Shape]) -> frozenset[str]:
    """The headers by which the header line of such a file is found."""
    return frozenset(name for shape in shapes for names in shape.columns.values() for name in names)


def shape_of(header: Iterable[str], shapes: Iterable[Shape], said: Columns) -> tuple[Shape, Columns] | None:
    """The first shape whose telling columns are there, and its columns; what the mapping says goes first."""
    listed = list(header)
    for shape in shapes:
        columns = {**_known_columns(shape, listed), **said}
        if all(role in columns for role in shape.needs):
            return shape, columns
    return None


def fit(table: Table, shapes: tuple[Shape, ...], mapping: SourceMapping) -> Fitted | Problem:
    """The table in its long form."""
    found = recognised(table, shapes, mapping)
    return found if isinstance(found, Problem) else unfolded(found, mapping)


def recognised(table: Table, shapes: tuple[Shape, ...], mapping: SourceMapping) -> Fitted | Problem:
    """The table as it is, with its shape."""
    said = {role: column for role, column in mapping.columns.items() if column in table.header}
    found = shape_of(table.header, shapes, said)
    if found is None:
        hint = f"name the columns in the mapping; known files: {', '.join(shape.name for shape in shapes if not shape.trap)}"
        message = f"the columns of {table.file} are those of no known file"
        return Problem("unknown-shape", message, Place(table.file), hint)
    shape, columns = found
    if shape.trap:
        return Problem("unknown-shape", f"{table.file}: {shape.trap}", Place(table.file))
    return Fitted(table, columns, shape)


def unfolded(found: Fitted, mapping: SourceMapping) -> Fitted:
    """The table with one record for each thing that it says."""
    table, columns, shape = found
    if shape.unfold is None:
        return found
    long = shape.unfold(table, columns, mapping)
    return Fitted(long.table, {**columns, **long.columns}, shape)


def _known_columns(shape: Shape, header: list[str]) -> dict[str, str]:
    there = {spelled(name): name for name in reversed(header)}
    found = ((role, next((n for n in names if spelled(n) in there), "")) for role, names in shape.columns.items())
    return {role: there[spelled(name)] for role, name in found if name}


def spelled(name: str) -> str:
    """One spelling for all that systems and the warehouses behind them have for a column.

    `OpportunityId` and `opportunity_id`, `Close Date` and `close_date` are the same; a leading `_` marks a warehouse's own.
    """
    plain = name.strip().casefold()
    return plain[:1] + plain[1:].replace("_", "").replace(" ", "")
