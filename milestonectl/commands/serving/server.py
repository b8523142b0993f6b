"""The application on a socket, until it is interrupted."""

import contextlib
import socket
import webbrowser
from pathlib import Path

import typer
import uvicorn

from milestonectl.commands.serving.application import application
from milestonectl.commands.serving.guard import Door, is_loopback, new_door
from milestonectl.commands.serving.live import Live
from milestonectl.model.errors import MilestonectlError

STOPPING_SECONDS = 2


def run(root: Path, host: str, port: int, writer: str, *, open_browser: bool) -> None:
    """Serve a workspace."""
    live = Live(root)
    live.current()
    with listening(host, port) as listener:
        door = new_door(host, listener.getsockname()[1])
        typer.echo(_greeting(root, door))
        if open_browser:
            webbrowser.open(door.link)
        config = uvicorn.Config(
            application(live, door, writer), log_level="error", access_log=False, server_header=False, lifespan="off",
            ws="none", timeout_graceful_shutdown=STOPPING_SECONDS,
        )  # fmt: skip
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens, or an error that says what to do."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise MilestonectlError(
            f"cannot listen on {host}, port {port}: {error.strerror}; to take any free port: --port 0"
        ) from error


def _greeting(root: Path, door: Door) -> str:
    lines = [f"{root.name} is at {door.link}", "Whoever has this link can read and log. Stop with Ctrl+C."]
    if not is_loopback(door.host):
        lines.append("Others on the network can reach it, and nothing on the way is encrypted.")
    return "\n".join(lines)
