"""How far a long reading is, for somebody who waits at a terminal."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from milestonectl.render.words import inert

SHOWN_AFTER = 20_000
"""Records; a shorter reading is over before anybody wonders."""
LONGEST = 30
"""Characters of a file's name that are shown: its end tells most."""


class Part(Protocol):
    """Some records of a file."""

    @property
    def lines(self) -> Sequence[int]:
        """The line of each."""

    @property
    def share(self) -> float:
        """How much of the file is read by their end, from 0 to 1; nothing where nobody knows."""


AnyPart = TypeVar("AnyPart", bound=Part)


def watched(parts: Iterator[AnyPart], name: str) -> Iterator[AnyPart]:
    """The parts of a file, counted on standard error while they pass, if that is a terminal. Nothing of it stays there."""
    return _counted(parts, name) if sys.stderr.isatty() else parts


def _counted(parts: Iterator[AnyPart], name: str) -> Iterator[AnyPart]:
    read = 0
    for part in parts:
        yield part
        read += len(part.lines)
        if read >= SHOWN_AFTER:
            break
    else:
        return
    columns = (
        TextColumn("Reading {task.description}"),
        BarColumn(),
        TextColumn("{task.fields[percentage]}"),
        TextColumn("{task.fields[read]:,} records"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        shown = name if len(name) <= LONGEST else f"…{name[1 - LONGEST :]}"
        task = progress.add_task(inert(shown), **_said(part, read))
        for part in parts:
            yield part
            read += len(part.lines)
            progress.update(task, **_said(part, read))


def _said(part: Part, read: int) -> dict[str, Any]:
    known = {"total": 1.0, "percentage": f"{part.share:4.0%}"} if part.share else {"total": None, "percentage": ""}
    return {**known, "completed": part.share, "read": read}
