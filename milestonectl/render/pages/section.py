"""What a report is made of: sections of words, charts and tables, in which every number knows the deals behind it."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from milestonectl.deals.pipeline import Position
from milestonectl.model.settings import Team


class Behind(NamedTuple):
    """The deals behind a number."""

    words: str
    """What they have in common, as `Open in Prove`."""
    deals: tuple[str, ...]


class Cell(NamedTuple):
    """One cell of a table."""

    text: str
    order: float | str | None = None
    """What to sort by, if not the text."""
    behind: Behind | None = None
    link: str = ""
    """A section of the report."""
    tone: str = ""
    """`quiet`, `warn` or `good`."""


class Head(NamedTuple):
    """The head of a column."""

    title: str
    right: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under heads."""

    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Chart:
    """A chart in the grammar of Vega-Lite. Its numbers are all in a table too."""

    title: str
    words: str
    """What it shows, for those who cannot see it."""
    spec: Mapping[str, Any]
    values: Sequence[Mapping[str, Any]]
    """One entry a mark; the deals behind it under `behind`, what it says under `words`."""


@dataclass(frozen=True)
class Section:
    """One section."""

    id: str
    title: str
    words: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()
    folded: Sequence[Table] = ()
    """Tables that a chart stands for; shown on request."""
    parts: Sequence["Section"] = ()


class Tile(NamedTuple):
    """One headline."""

    title: str
    text: str
    words: str
    behind: Behind | None = None


@dataclass(frozen=True)
class Report:
    """What a report says."""

    title: str
    workspace: str
    day: datetime.date
    tiles: Sequence[Tile]
    sections: Sequence[Section]
    positions: Sequence[Position]
    """Every deal that some number may lead to."""
    team: Team


def number(count: float, behind: Behind | None = None, places: int = 0) -> Cell:
    """A number; nothing behind it, no link."""
    return Cell(f"{count:,.{places}f}", count, behind if behind and behind.deals else None)


def behind(words: str, deals: Sequence[str]) -> Behind:
    """The deals behind a number."""
    return Behind(words, tuple(deals))


def all_sections(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections and all their parts."""
    for section in sections:
        yield section
        yield from all_sections(section.parts)


def behinds(tiles: Iterable[Tile], sections: Iterable[Section]) -> Iterator[Behind]:
    """Every set of deals that some number leads to, in the order of the report."""
    yield from (tile.behind for tile in tiles if tile.behind)
    for section in all_sections(sections):
        for chart in section.charts:
            yield from (value["behind"] for value in chart.values if value.get("behind"))
        for table in (*section.tables, *section.folded):
            yield from (cell.behind for row in table.rows for cell in row if cell.behind)
