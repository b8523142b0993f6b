"""From the blocks of a screen to lines of a given width."""

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from milestonectl.render.screen import Command, Facts, Line, Picture, Span, Table
from milestonectl.render.words import inert

GAP = "  "
UNLIMITED = 10_000
"""The width of a pipe: nothing is cut short for a program."""
ROOM_TO_WRAP = 40
"""As much of a text that may go on below is worth more than a picture."""


def block_lines(block: Line | Table, width: int) -> list[Text]:
    """The lines of one block, none wider than the width but for a command to copy."""
    return _table_lines(block, width) if isinstance(block, Table) else _line_lines(block, width)


def plain(line: Line) -> str:
    """The text of a line, without its looks."""
    return _text(line).plain


def without_pictures(block: Line | Table) -> Line | Table:
    """The same block in words and numbers alone; a column of pictures is then empty, and an empty one is not shown."""
    if isinstance(block, Table):
        return replace(block, rows=[[_without_pictures(cell) for cell in row] for row in block.rows])
    return _without_pictures(block)


def _without_pictures(line: Line) -> Line:
    if isinstance(line, Picture):
        return ""
    if isinstance(line, str | Span | Command | Facts):
        return line
    return [part for part in line if not isinstance(part, Picture)]


def _line_lines(line: Line, width: int) -> list[Text]:
    whole = _text(line)
    too_wide = whole.cell_len > width and not isinstance(line, Picture)
    return _broken(_text(_without_pictures(line)) if too_wide else whole, width)


def _text(line: Line) -> Text:
    if isinstance(line, str):
        return Text(inert(line))
    if isinstance(line, Picture):
        return Text(line.text)
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
    if _natural(table, widths) > width:
        table = replace(table, rows=[[_without_pictures(cell) for cell in row] for row in table.rows])
        rows, widths = _measured(table)
    if table.indent + sum(widths) + len(GAP) * len(widths) > width:
        table = replace(table, rows=[[_shortened(cell) for cell in row] for row in table.rows])
        rows, widths = _measured(table)
    kept, fitted = _fit(table, widths, width)
    if not kept:
        return []
    lines = [_joined(table, [Text(c.title, style="title") for c in table.columns], kept, fitted)]
    for row in rows:
        lines += [_joined(table, part, kept, fitted) for part in _wrapped(table, row, fitted)]
    if table.legend and any(isinstance(cell, Picture) and cell.text for row in table.rows for cell in row):
        lines += [Text(), *_broken(Text(" " * table.indent + table.legend), width)]
    return lines if any(column.title for column in table.columns) else lines[1:]


def _natural(table: Table, widths: list[int]) -> int:
    """How wide it would be with every text in full; of one that may go on below, as much as is good to read."""
    shown = [min(width, ROOM_TO_WRAP) if c.wrap else width for c, width in zip(table.columns, widths, strict=True)]
    return table.indent + sum(width + len(GAP) for width in shown if width) - len(GAP)


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
