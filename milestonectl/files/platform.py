"""Where Linux, macOS and Windows differ: locks, flushing, how files are opened, which names are taken."""

import errno
import importlib
import os
import re
import sys
from pathlib import Path
from typing import Any

BINARY: int = getattr(os, "O_BINARY", 0)
"""Windows would turn every line break into two bytes without it."""
NO_LINKS: int = getattr(os, "O_NOFOLLOW", 0)
"""A link in the place of one of the tool's own files is refused. Windows has no such flag, and seldom links."""

_LOCKED_BYTE = 1 << 30
"""Windows locks bytes, and nobody may read a locked one: this one lies far behind the holder's name."""
_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_NO_FLUSH = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EISDIR})
_TAKEN_BY_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_UNSAFE = re.compile(r"[^a-z0-9._-]+")
_NAME_LENGTH = 60


def try_lock(descriptor: int) -> bool:
    """Lock an open file, or say that somebody else has it locked. The lock ends with the process at the latest."""
    if os.name == "nt":
        return _try_windows_lock(importlib.import_module("msvcrt"), descriptor)
    return _try_unix_lock(importlib.import_module("fcntl"), descriptor)


def _try_unix_lock(fcntl: Any, descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _try_windows_lock(msvcrt: Any, descriptor: int) -> bool:
    os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True


def flush(descriptor: int) -> None:
    """Make what was written last. On macOS `fsync` leaves it in the drive's cache, and another call does not."""
    if sys.platform == "darwin":
        fcntl = importlib.import_module("fcntl")
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder last, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise
    finally:
        os.close(descriptor)


def file_name(text: str) -> str:
    """A name for a file that every system takes and no folder swallows: `../Zoe B.` becomes `zoe-b`."""
    name = _UNSAFE.sub("-", text.lower()).strip("-.")[:_NAME_LENGTH].strip("-.") or "unknown"
    return f"{name}-" if _TAKEN_BY_WINDOWS.fullmatch(name) else name
