"""`init`: a new workspace."""

from pathlib import Path
from typing import Annotated

import typer

from milestonectl.commands.request import request_of
from milestonectl.files.setup import copy_example, start_workspace
from milestonectl.model.errors import Exit
from milestonectl.render.init import started_screen
from milestonectl.render.screen import print_blocks

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Where; else here.", show_default=False)] = None,
    example: Annotated[
        bool, typer.Option("--example", help="A whole example company instead of an empty one.")
    ] = False,
    process: Annotated[
        list[str] | None, typer.Option("--process", metavar="NAME", help="Only this process pack; again for more.")
    ] = None,
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help="As in EUR.")] = "USD",
) -> int:
    """Start a workspace: settings, team, process packs, an empty ledger.

    Example: milestonectl init --example demo
    """
    root = folder or request_of(ctx).directory or Path()
    written = copy_example(root) if example else start_workspace(root, currency.upper(), process or [])
    print_blocks(
        started_screen(root.as_posix(), [path.relative_to(root).as_posix() for path in written], example=example)
    )
    return Exit.FINE
