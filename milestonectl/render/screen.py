"""A screen: what a report shows to a person, to a pipe and to a program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

Look: TypeAlias = Literal["", "bold", "title", "good", "warning", "struck"]
"""How a text looks; what stands behind each name is in `theme`."""


class Span(NamedTuple):
    """A piece of text and how it looks. The text is made inert when it is printed."""

    text: str
    style: Look = ""


class Picture(NamedTuple):
    """Numbers drawn as marks: for a terminal only, and the first to go when it is narrow. The numbers stand beside it."""

    text: str


class Command(NamedTuple):
    """A command to copy: never broken into lines, as the copy would not run."""

    text: str


class Facts(NamedTuple):
    """Several short facts in one cell: where there is no room for all, the first and how many more."""

    facts: Sequence[str]
    style: Look = ""


Line: TypeAlias = str | Span | Command | Facts | Picture | Sequence[Span | Command | Picture | str]
"""One line of a screen."""


class Column(NamedTuple):
    """A column of a table on a screen."""

    title: str
    right: bool = False
    drop: int = 0
    """The higher, the sooner it goes when the screen is narrow; 0 stays."""
    shrink: bool = False
    """Whether its texts may be cut short."""
    wrap: bool = False
    """Whether its texts go on in the next line instead."""
    least: int = 16
    """Narrower than this its texts are not cut or broken."""


@dataclass(frozen=True)
class Table:
    """Rows of lines under columns."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Line]]
    indent: int = 1
    legend: str = ""
    """What the pictures in it say; shown below them."""


@dataclass(frozen=True)
class Records:
    """The same facts as plain columns and cells, for pipes, CSV and Markdown."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Screen:
    """Everything a report can be printed as."""

    blocks: Sequence[Line | Table]
    document: Mapping[str, Any] = field(default_factory=dict)
    records: Records | None = None
    """Nothing: the screen is a text in every output but JSON."""
    title: str = ""
    reads_as_text: bool = False
    """Whether a pipe gets the text although there are records: those are for CSV and Markdown."""
