"""The system calls of a write, of which one fails."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from milestonectl.model.errors import MilestonectlError

CALLS = ("open", "write", "fsync", "ftruncate", "fstat", "lseek", "replace", "unlink", "mkdir", "close")


class Fault:
    """Counts the system calls and lets one of them fail: at once, or after half of the bytes.

    Those by which Python starts another program are not ours, and go through.
    """

    def __init__(self, at: int, code: int = errno.ENOSPC, *, short: bool = False, forever: bool = False) -> None:
        self.at, self.code, self.short, self.forever = at, code, short, forever
        self.seen: list[str] = []

    def wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def replacement(*arguments: Any, **named: Any) -> Any:
            if sys._getframe(1).f_code.co_filename.endswith(("subprocess.py", "contextlib.py")):
                return call(*arguments, **named)
            self.seen.append(name)
            if len(self.seen) != self.at and not (self.forever and len(self.seen) > self.at):
                return call(*arguments, **named)
            if name == "write" and self.short:
                return call(arguments[0], arguments[1][: len(arguments[1]) // 2])
            if name == "close":
                call(*arguments)
            raise OSError(self.code, os.strerror(self.code))

        return replacement

    @property
    def hit(self) -> str:
        """The call that failed; nothing when there were not so many."""
        return self.seen[self.at - 1] if len(self.seen) >= self.at else ""


@contextmanager
def failing(fault: Fault) -> Iterator[Fault]:
    """Every call of `CALLS` goes through the fault; so does taking the lock."""
    import fcntl

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            # Waiting for the disk at every try would take minutes, and shows nothing.
            call = (lambda _descriptor: None) if name == "fsync" else getattr(os, name)
            patch.setattr(os, name, fault.wrapped(name, call))
        patch.setattr(fcntl, "flock", fault.wrapped("flock", fcntl.flock))
        yield fault


def refusal(call: Callable[[], object]) -> str:
    """What a call says when it is refused; nothing when it goes through."""
    try:
        call()
    except MilestonectlError as error:
        return str(error)
    return ""
