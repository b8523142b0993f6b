"""A temporary folder for more than memory holds."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from milestonectl.files import platform

_PREFIX, _LOCK = "milestonectl-lake-", "lock"
_SECONDS_TO_LOCK = 60


@contextlib.contextmanager
def room() -> Iterator[Path]:
    """The folder, removed in the end; those that killed runs have left behind are removed first."""
    _clear()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        descriptor = os.open(Path(name) / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            platform.try_lock(descriptor)
            yield Path(name)
        finally:
            os.close(descriptor)


def _clear() -> None:
    """The system frees a lock when its holder dies, so a folder whose lock is free has nobody any more."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with contextlib.suppress(OSError):
            if time.time() - lock.stat().st_mtime > _SECONDS_TO_LOCK and _is_free(lock):
                shutil.rmtree(lock.parent, ignore_errors=True)


def _is_free(lock: Path) -> bool:
    descriptor = os.open(lock, os.O_RDWR)
    try:
        return platform.try_lock(descriptor)
    finally:
        os.close(descriptor)
