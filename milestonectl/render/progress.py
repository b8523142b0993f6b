"""How far a long reading is, for somebody who waits at a terminal."""

import sys
from collections.abc import Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from milestonectl.render.words import inert

Item = TypeVar("Item")
SHOWN_AFTER = 20_000
"""Items; a shorter reading is over before anybody wonders."""


def watched(items: Iterator[Item], name: str) -> Iterator[Item]:
    """The items, counted on standard error while they pass, if that is a terminal. Nothing of it stays on the screen."""
    if not sys.stderr.isatty():
        return items
    return _counted(items, name)


def _counted(items: Iterator[Item], name: str) -> Iterator[Item]:
    for number, item in enumerate(items, 1):
        yield item
        if number == SHOWN_AFTER:
            break
    else:
        return
    columns = (
        TextColumn("Reading {task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(inert(name), total=None, completed=SHOWN_AFTER)
        for number, item in enumerate(items, 1):
            yield item
            if number % SHOWN_AFTER == 0:
                progress.advance(task, SHOWN_AFTER)
