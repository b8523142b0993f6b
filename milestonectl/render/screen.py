"""A screen: what a report shows to a person, to a pipe and to a program, and how it is printed."""

import contextlib
import csv
import io
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from milestonectl.render.words import inert

GAP = "  "
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings that a spreadsheet takes for a formula, their full-width forms too."""
_NUMBER = re.compile(r"[-+]?[0-9.]+")
UNLIMITED = 10_000
"""The width of a pipe: nothing is cut short for a program."""


class Span(NamedTuple):
    """A piece of text and how it looks. The text is made inert when it is printed."""

    text: str
    style: str = ""


class Command(NamedTuple):
    """A command to copy: never broken into lines, as the copy would not run."""

    text: str


class Facts(NamedTuple):
    """Several short facts in one cell: where there is no room for all, the first and how many more."""

    facts: Sequence[str]
    style: str = ""


Line: TypeAlias = str | Span | Command | Facts | Sequence[Span | Command | str]
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


def print_screen(screen: Screen, output: str = "table") -> None:
    """Print it on standard output: `table` for people, `json`, `csv` and `markdown` for everything else."""
    if output == "json":
        sys.stdout.write(json.dumps(screen.document, indent=2, ensure_ascii=False) + "\n")
    elif output == "csv":
        sys.stdout.write(_separated(screen, ","))
    elif output == "markdown":
        sys.stdout.write(_markdown(screen) + "\n")
    elif screen.records is not None and not screen.reads_as_text and not is_terminal():
        sys.stdout.write(_separated(screen, "\t"))
    else:
        print_blocks(screen.blocks)


def is_terminal() -> bool:
    """Whether a person is looking. `FORCE_COLOR` says so too."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def clear_terminal() -> None:
    """Begin at the top of an empty terminal."""
    Console().clear()


def print_blocks(blocks: Sequence[Line | Table]) -> None:
    """Print lines and tables as wide as the terminal; what is longer than it goes through the user's pager."""
    console = Console(highlight=False, soft_wrap=False, width=None if _width_known() else UNLIMITED)
    lines = [line for block in blocks for line in _block_lines(block, console.width)]
    with console.pager(styles=True) if _too_long(console, len(lines)) else contextlib.nullcontext():
        for line in lines:
            line.rstrip()
            console.print(line, no_wrap=True, overflow="ignore", crop=False)


def _block_lines(block: Line | Table, width: int) -> list[Text]:
    return _table_lines(block, width) if isinstance(block, Table) else _broken(_text(block), width)


def _too_long(console: Console, height: int) -> bool:
    """Whether somebody at a terminal would have to scroll back. `PAGER=cat` says that they like to."""
    interactive = sys.__stdout__ is sys.stdout and sys.__stdout__.isatty() and sys.stdin.isatty()
    os.environ.setdefault("LESS", "FRX")
    return interactive and height > console.height


def _width_known() -> bool:
    return sys.stdout.isatty() or bool(os.environ.get("COLUMNS"))


def _text(line: Line) -> Text:
    if isinstance(line, str):
        return Text(inert(line))
    if isinstance(line, Command):
        return Text(inert(line.text), no_wrap=True)
    if isinstance(line, Facts):
        return Text(inert(", ".join(line.facts)), style=line.style)
    if isinstance(line, Span):
        return Text(inert(line.text), style=line.style)
    whole = Text.assemble(*(_text(part) for part in line))
    whole.no_wrap = any(isinstance(part, Command) for part in line)
    return whole


def _broken(text: Text, width: int) -> list[Text]:
    """The lines of a text that is as wide as it may be; one with a command to copy stays whole."""
    return [text] if text.no_wrap else list(text.wrap(Console(width=UNLIMITED), width)) or [text]


def _table_lines(table: Table, width: int) -> list[Text]:
    rows, widths = _measured(table)
    if table.indent + sum(widths) + len(GAP) * len(widths) > width:
        table = replace(table, rows=[[_shortened(cell) for cell in row] for row in table.rows])
        rows, widths = _measured(table)
    kept, fitted = _fit(table, widths, width)
    lines = [_joined(table, [Text(c.title, style="dim") for c in table.columns], kept, fitted)]
    for row in rows:
        lines += [_joined(table, part, kept, fitted) for part in _wrapped(table, row, fitted)]
    return lines if any(column.title for column in table.columns) else lines[1:]


def _measured(table: Table) -> tuple[list[list[Text]], list[int]]:
    rows = [[_text(cell) for cell in row] for row in table.rows]
    return rows, [max([cell_len(c.title), *(row[i].cell_len for row in rows)]) for i, c in enumerate(table.columns)]


def _shortened(cell: Line) -> Line:
    if isinstance(cell, Facts) and len(cell.facts) > 1:
        return Span(f"{cell.facts[0]} +{len(cell.facts) - 1}", cell.style)
    return cell


def _fit(table: Table, widths: list[int], width: int) -> tuple[list[int], list[int]]:
    """Which columns stay, and how wide each is: the least needed go first, then the long texts are cut."""
    kept = [number for number, filled in enumerate(_filled(table)) if filled]
    fitted = list(widths)

    def excess() -> int:
        return table.indent + sum(fitted[n] for n in kept) + len(GAP) * (len(kept) - 1) - width

    def spare(number: int) -> int:
        column = table.columns[number]
        return max(0, fitted[number] - column.least) if column.shrink or column.wrap else 0

    while excess() > sum(spare(n) for n in kept) and any(table.columns[n].drop for n in kept):
        kept.remove(max(kept, key=lambda n: table.columns[n].drop))
    while excess() > 0 and any(spare(n) for n in kept):
        fitted[max((n for n in kept if spare(n)), key=lambda n: fitted[n])] -= 1
    return kept, fitted


def _filled(table: Table) -> list[bool]:
    """Which columns have something to show."""
    if not table.rows:
        return [bool(column.title) for column in table.columns]
    return [any(_text(row[number]).cell_len for row in table.rows) for number, _ in enumerate(table.columns)]


def _wrapped(table: Table, row: list[Text], widths: list[int]) -> list[list[Text]]:
    """The lines of one row: more than one when a text goes on below."""
    parts = [
        _broken(cell, widths[number]) if table.columns[number].wrap and widths[number] else [cell]
        for number, cell in enumerate(row)
    ]
    height = max(len(part) for part in parts)
    return [[part[line] if line < len(part) else Text() for part in parts] for line in range(height)]


def _joined(table: Table, cells: Sequence[Text], kept: list[int], widths: list[int]) -> Text:
    line = Text(" " * table.indent)
    for position, number in enumerate(kept):
        cell = cells[number].copy()
        if not cell.no_wrap:
            cell.truncate(widths[number], overflow="ellipsis")
        padding = " " * (widths[number] - cell.cell_len)
        last = position == len(kept) - 1
        if table.columns[number].right:
            line.append(padding).append_text(cell)
        else:
            line.append_text(cell).append("" if last else padding)
        line.append("" if last else GAP)
    return line


def _separated(screen: Screen, delimiter: str) -> str:
    """CSV has a header and quotes; tab-separated rows have neither, as `cut` and `awk` like them."""
    if screen.records is None:
        return "\n".join(_plain_blocks(screen)) + "\n"
    if delimiter == "\t":
        return "".join("\t".join(inert(cell) for cell in row) + "\n" for row in screen.records.rows)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(screen.records.columns)
    writer.writerows([[spreadsheet_safe(cell) for cell in row] for row in screen.records.rows])
    return text.getvalue()


def spreadsheet_safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def plain(line: Line) -> str:
    """The text of a line, without its looks."""
    return _text(line).plain


def _markdown(screen: Screen) -> str:
    lines = [f"## {markdown_text(screen.title)}", ""] if screen.title else []
    if screen.records is None:
        return "\n".join([*lines, "```", *_plain_blocks(screen), "```"])
    lines.append("| " + " | ".join(screen.records.columns) + " |")
    lines.append("|" + " --- |" * len(screen.records.columns))
    lines += ["| " + " | ".join(markdown_text(cell) for cell in row) + " |" for row in screen.records.rows]
    return "\n".join(lines)


def _plain_blocks(screen: Screen) -> list[str]:
    lines = []
    for block in screen.blocks:
        lines += [t.plain for t in _table_lines(block, UNLIMITED)] if isinstance(block, Table) else [plain(block)]
    return [line.rstrip() for line in lines]


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is."""
    shown = inert(text).replace("\\", "\\\\")
    for character in "|*_`<>[]#":
        shown = shown.replace(character, f"\\{character}")
    return shown
