"""`serve`: the pipeline in a browser."""

import importlib
import importlib.util
from typing import Annotated

import typer

from milestonectl.commands.arguments import By
from milestonectl.commands.gather import workspace_root
from milestonectl.commands.people import known_person, person_at_hand
from milestonectl.commands.request import request_of
from milestonectl.files.workspace import read_definitions
from milestonectl.model.errors import Exit, MilestonectlError, UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None)
PORT = 8642
_NEEDED = ("starlette", "uvicorn", "jinja2")


@app.command()
def serve(
    ctx: typer.Context,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any free one.")] = PORT,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    by: By = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> int:
    """Show the pipeline in a browser: a board, a page for each deal, a form that logs through the gates.

    Only this machine can reach it unless --host says otherwise. It reads the files again whenever they change.

    Example: milestonectl serve --open
    """
    if request_of(ctx).as_of:
        raise UsageError("--as-of is for reports; the pages are live")
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise MilestonectlError(f"{', '.join(missing)} is not installed: pip install 'milestonectl[serve]'")
    root = workspace_root(ctx)
    team = read_definitions(root).team
    writer = known_person(team, by) if by else person_at_hand(root, team, None)
    # Only now: the web framework costs more time than most commands take.
    server = importlib.import_module("milestonectl.commands.serving.server")
    server.run(root, host, port, writer, open_browser=open_browser)
    return Exit.FINE
