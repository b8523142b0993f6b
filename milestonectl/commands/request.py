"""What every command is told besides its own arguments: where, up to when, and how to behave."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperOption

from milestonectl.commands.clock import parse_day


@dataclass(slots=True)
class Request:
    """The global options of one invocation, whether they stood before or after the command."""

    directory: Path | None = None
    as_of: datetime.date | None = None
    no_input: bool = False
    debug: bool = False


def request_of(context: typer.Context) -> Request:
    """The request of this invocation."""
    root = context.find_root()
    if not isinstance(root.obj, Request):
        root.obj = Request()
    return root.obj


def global_options() -> list[TyperOption]:
    """The options that every command takes, new for each command."""
    return [
        _option(
            ["-C", "directory"], "Work as if started in DIR.", "DIR", _set_directory, envvar="MILESTONECTL_WORKSPACE"
        ),
        _option(["--as-of"], "Use only what was recorded by the end of that day.", "DATE", _set_as_of),
        _option(["--no-input"], "Never ask; a missing value is an error.", None, _set_no_input),
        _option(["--debug"], "Show the traceback of an internal error.", None, _set_debug),
    ]


def _option(
    names: list[str], words: str, metavar: str | None, keep: Callable[..., None], envvar: str | None = None
) -> TyperOption:
    return TyperOption(
        param_decls=names,
        help=words,
        metavar=metavar,
        is_flag=metavar is None,
        type=None if metavar is None else str,
        expose_value=False,
        callback=keep,
        envvar=envvar,
    )


def _set_directory(context: typer.Context, _option: Any, value: str | None) -> None:
    if value is not None:
        request_of(context).directory = Path(value)


def _set_as_of(context: typer.Context, _option: Any, value: str | None) -> None:
    if value is not None:
        request_of(context).as_of = parse_day(value, "--as-of")


def _set_no_input(context: typer.Context, _option: Any, value: bool) -> None:
    request_of(context).no_input |= bool(value)


def _set_debug(context: typer.Context, _option: Any, value: bool) -> None:
    request_of(context).debug |= bool(value)
