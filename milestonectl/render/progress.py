"""How far a long reading is, for somebody who waits at a terminal."""

import sys
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from milestonectl.model.watch import AnyPart, Part
from milestonectl.render.words import inert

SHOWN_AFTER = 20_000
"""Records; a shorter reading is over before anybody wonders."""
LONGEST = 30
"""Characters of a file's name that are shown: its end tells most."""


def watched(parts: Iterator[AnyPart], doing: str, what: str) -> Iterator[AnyPart]:
    """The parts, counted on standard error while they pass, if that is a terminal. Nothing of it stays there."""
    return _counted(parts, doing, what) if sys.stderr.isatty() else parts


def _counted(parts: Iterator[AnyPart], doing: str, what: str) -> Iterator[AnyPart]:
    read = 0
    for part in parts:
        yield part
        read += len(part.lines)
        if read >= SHOWN_AFTER:
            break
    else:
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[percentage]}"),
        TextColumn("{task.fields[read]:,} records"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        shown = what if len(what) <= LONGEST else f"…{what[1 - LONGEST :]}"
        task = progress.add_task(f"{doing} {inert(shown)}", **_said(part, read))
        for part in parts:
            yield part
            read += len(part.lines)
            progress.update(task, **_said(part, read))


def _said(part: Part, read: int) -> dict[str, Any]:
    known = {"total": 1.0, "percentage": f"{part.share:4.0%}"} if part.share else {"total": None, "percentage": ""}
    return {**known, "completed": part.share, "read": read}
