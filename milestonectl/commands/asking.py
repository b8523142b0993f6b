"""Asking for what is missing: only on a terminal, and every question has a flag."""

import contextlib
import importlib
import importlib.util
import sys
from collections.abc import Iterator, Sequence

import typer

from milestonectl.commands.request import request_of
from milestonectl.model.errors import UsageError
from milestonectl.model.words import did_you_mean

MOST_NAMED = 12


def can_ask(ctx: typer.Context) -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not request_of(ctx).no_input


def answer(
    ctx: typer.Context, said: str | None, question: str, flag: str, choices: Sequence[str] = (), default: str = ""
) -> str:
    """What was said on the command line; what is missing or blank is asked for."""
    return (said or "").strip() or ask(ctx, question, flag, choices, default)


def ask(ctx: typer.Context, question: str, flag: str, choices: Sequence[str] = (), default: str = "") -> str:
    """The answer; off a terminal a missing value is an error that names the flag. `choices` complete with the tab key."""
    if not can_ask(ctx):
        raise missing(flag, choices)
    with completing(choices):
        while True:
            answer = str(typer.prompt(question, default=default, show_default=bool(default))).strip()
            if answer and (not choices or answer in choices):
                return answer
            near = did_you_mean(answer, choices)
            typer.echo((near or f"It is {_one_of(choices)}.") if choices else "An answer is needed.")


def missing(flag: str, choices: Sequence[str] = ()) -> UsageError:
    """The error that names what nobody is there to be asked for."""
    return UsageError(f"{flag} is missing" + (f": {_one_of(choices)}" if choices else ""))


def _one_of(choices: Sequence[str]) -> str:
    """The first of many: the tab key offers all."""
    shown = ", ".join(choices[:MOST_NAMED])
    return f"one of {shown}" + (f" and {len(choices) - MOST_NAMED} more" if len(choices) > MOST_NAMED else "")


@contextlib.contextmanager
def completing(choices: Sequence[str]) -> Iterator[None]:
    """While an answer is typed, the tab key offers these."""
    if importlib.util.find_spec("readline") is None:
        yield
        return
    readline = importlib.import_module("readline")
    before = readline.get_completer()
    readline.set_completer_delims("\n")
    readline.parse_and_bind("tab: complete")
    readline.set_completer(lambda text, state: [*[c for c in choices if c.startswith(text)], None][state])
    try:
        yield
    finally:
        readline.set_completer(before)
