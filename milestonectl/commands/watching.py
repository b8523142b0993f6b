"""`--watch`: a report that is drawn again whenever the files change."""

import time
from collections.abc import Callable

import typer

from milestonectl.commands.gather import Gathered
from milestonectl.model.errors import Exit, UsageError
from milestonectl.render.printing import clear_terminal, is_terminal

PAUSE_SECONDS = 1.0


def watching(gather_again: Callable[[], Gathered], draw: Callable[[Gathered], int]) -> int:
    """Draw on a cleared terminal at once and after every change, until Ctrl-C, which is the way to end it."""
    if not is_terminal():
        raise UsageError("--watch is for a terminal")
    drawn = None
    try:
        while True:
            gathered = gather_again()
            state = (gathered.workspace, gathered.day)
            if state != drawn:
                clear_terminal()
                draw(gathered)
                typer.echo(" Watching the files; Ctrl-C ends it.")
            drawn = state
            time.sleep(PAUSE_SECONDS)
    except KeyboardInterrupt:
        return Exit.FINE
