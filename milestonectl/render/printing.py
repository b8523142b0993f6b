"""How a screen is printed: for a person, for a pipe, for a spreadsheet, for a chat and for a program."""

import contextlib
import csv
import io
import json
import os
import re
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.theme import Theme

from milestonectl.render.layout import UNLIMITED, block_lines, plain, without_pictures
from milestonectl.render.screen import Line, Screen, Table
from milestonectl.render.theme import LOOKS
from milestonectl.render.words import inert

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings that a spreadsheet takes for a formula, their full-width forms too."""
_NUMBER = re.compile(r"[-+]?[0-9.]+")


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
    """Whether a person is looking. `FORCE_COLOR` does not say so: it asks for colours, and changes no shape."""
    return sys.stdout.isatty()


def clear_terminal() -> None:
    """Begin at the top of an empty terminal."""
    Console().clear()


def print_blocks(blocks: Sequence[Line | Table]) -> None:
    """Print lines and tables as wide as the terminal; what is longer than it goes through the user's pager."""
    console = Console(highlight=False, soft_wrap=False, width=None if _width_known() else UNLIMITED, theme=Theme(LOOKS))
    shown = blocks if is_terminal() else [without_pictures(block) for block in blocks]
    lines = [line for block in shown for line in block_lines(block, console.width)]
    with console.pager(styles=True) if _too_long(console, len(lines)) else contextlib.nullcontext():
        for line in lines:
            line.rstrip()
            console.print(line, no_wrap=True, overflow="ignore", crop=False)


def _too_long(console: Console, height: int) -> bool:
    """Whether somebody at a terminal would have to scroll back. `PAGER=cat` says that they like to."""
    interactive = sys.__stdout__ is sys.stdout and sys.__stdout__.isatty() and sys.stdin.isatty()
    os.environ.setdefault("LESS", "FRX")
    return interactive and height > console.height


def _width_known() -> bool:
    return sys.stdout.isatty() or bool(os.environ.get("COLUMNS"))


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
    for block in map(without_pictures, screen.blocks):
        lines += [t.plain for t in block_lines(block, UNLIMITED)] if isinstance(block, Table) else [plain(block)]
    return [line.rstrip() for line in lines]


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is."""
    shown = inert(text).replace("\\", "\\\\")
    for character in "|*_`<>[]#":
        shown = shown.replace(character, f"\\{character}")
    return shown
