"""The shape of a file: which of its columns are what, and how its records become one record an observation."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from milestonectl.exchange.source import Table
from milestonectl.model.mapping import Reads, SourceMapping
from milestonectl.model.problem import Place, Problem

Unfold = Callable[[Table], Table]


@dataclass(frozen=True, slots=True)
class Shape:
    """One layout that a system writes."""

    name: str
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Role to the headers it is known by; the first that the table has counts, whatever its case."""
    needs: tuple[str, ...] = ()
    """Headers that tell this shape from others."""
    reads: Reads = "stages"
    unfold: Unfold | None = None
    """Brings the records into the long form: one observation a record."""


class Fitted(NamedTuple):
    """A table with what its columns are."""

    table: Table
    columns: Mapping[str, str]
    reads: Reads


ANY = (Shape("table", reads="events"),)
"""Any table at all: the mapping names its columns."""


def known_headers(shapes: Iterable[Shape]) -> frozenset[str]:
    """The headers by which tables of these shapes are recognised, in lower case."""
    return frozenset(
        name.casefold() for shape in shapes for names in (*shape.columns.values(), shape.needs) for name in names
    )


def shape_of(header: Iterable[str], shapes: Iterable[Shape]) -> Shape | None:
    """The first shape all of whose telling headers are there."""
    there = {name.casefold() for name in header}
    return next((shape for shape in shapes if all(name.casefold() in there for name in shape.needs)), None)


def fit(table: Table, shapes: tuple[Shape, ...], mapping: SourceMapping) -> Fitted | Problem:
    """The table in its long form. What the mapping says about columns goes before what is known of the shape."""
    shape = shape_of(table.header, shapes)
    if shape is None:
        hint = "known: " + "; ".join(f"{known.name} ({', '.join(known.needs)})" for known in shapes)
        return Problem(
            "unknown-shape", f"the columns of {table.file} are those of no known file", Place(table.file), hint
        )
    unfolded = shape.unfold(table) if shape.unfold else table
    columns = {**known_columns(shape, unfolded.header), **mapping.columns}
    return Fitted(unfolded, columns, mapping.reads or shape.reads)


def known_columns(shape: Shape, header: Iterable[str]) -> dict[str, str]:
    """Role to the column of this table that holds it."""
    there = {name.casefold(): name for name in reversed(list(header))}
    found = ((role, next((n for n in names if n.casefold() in there), "")) for role, names in shape.columns.items())
    return {role: there[name.casefold()] for role, name in found if name}
