"""The last step of a report: print it, and say what was left out of it."""

import typer

from milestonectl.commands.arguments import Output
from milestonectl.commands.gather import Gathered
from milestonectl.model.errors import Exit
from milestonectl.render.printing import print_screen
from milestonectl.render.screen import Screen
from milestonectl.render.words import inert, plural


def show(gathered: Gathered, screen: Screen, output: Output = Output.TABLE) -> int:
    """Print a report. Problems in the files are named on standard error, and the exit code says that there are some."""
    print_screen(screen, output)
    return warn(gathered)


def warn(gathered: Gathered) -> int:
    """Name the first of the problems that keep something from counting."""
    problems = gathered.workspace.problems
    if not problems:
        return Exit.FINE
    first = problems[0]
    typer.echo(
        f"milestonectl: {plural(len(problems), 'problem')} in the files; what they touch is not counted above.\n"
        f"  {inert(f'{first.place}: {first.name}: {first.message}')}\n"
        "  All of them, with the remedy: milestonectl validate",
        err=True,
    )
    return Exit.PROBLEMS
