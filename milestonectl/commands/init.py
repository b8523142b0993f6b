"""`init`: a new workspace."""

import enum
import os
from pathlib import Path
from typing import Annotated

import typer

from milestonectl.commands.request import request_of
from milestonectl.files.ci import write_ci
from milestonectl.files.setup import copy_example, is_workspace, start_workspace
from milestonectl.model.errors import Exit
from milestonectl.render.init import started_screen
from milestonectl.render.printing import print_blocks


class CiService(enum.StrEnum):
    """Whose configuration to write."""

    GITHUB = "github"
    GITLAB = "gitlab"


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
    ci: Annotated[
        CiService | None, typer.Option("--ci", help="Also what a CI service needs; in a workspace, only that.")
    ] = None,
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help="As in EUR.")] = "USD",
) -> int:
    """Start a workspace.

    Settings, team, process packs and an empty ledger, or a whole example company.

    Example: milestonectl init --example demo
    """
    root = folder or request_of(ctx).directory or Path()
    if ci and is_workspace(root):
        return show_ci(write_ci(root, ci))
    written = copy_example(root) if example else start_workspace(root, currency.upper(), process or [])
    print_blocks(
        started_screen(root.as_posix(), [path.relative_to(root).as_posix() for path in written], example=example)
    )
    return show_ci(write_ci(root, ci)) if ci else Exit.FINE


def show_ci(written: list[Path]) -> int:
    """Name the files that a CI service reads."""
    for path in written:
        typer.echo(f"wrote {os.path.relpath(path)}")
    if not written:
        typer.echo("Nothing was written: the files are there already.")
    return Exit.FINE
