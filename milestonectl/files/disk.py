"""What the product asks of the operating system: reading, locking, and one safe append."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from milestonectl.model.errors import MilestonectlError

STATE = ".milestonectl"
"""Below the workspace: the lock and disposable caches, ignored by git."""
LOCK_SECONDS = 10.0
_PAUSE_SECONDS = 0.02


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or an error that says why not."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise MilestonectlError(f"cannot read {path}: {error.strerror}") from error


@contextlib.contextmanager
def locked(root: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the workspace's writing lock. Readers never take it."""
    path = root / STATE / "lock"
    try:
        path.parent.mkdir(exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise MilestonectlError(f"cannot lock the workspace: {path}: {error.strerror}") from error
    try:
        _wait_for_lock(descriptor, seconds)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _wait_for_lock(descriptor: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            holder = os.pread(descriptor, 200, 0).decode(errors="replace").strip() or "another process"
            raise MilestonectlError(f"{holder} has been writing for {seconds:.0f} seconds; nothing was written")
        time.sleep(_PAUSE_SECONDS)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def append(path: Path, data: bytes) -> None:
    """Add bytes to the end of a file and flush them to the disk; on any failure the file is as it was.

    The caller holds the lock.
    """
    new = not path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}; nothing was written") from error
    try:
        _append(descriptor, path, data)
    finally:
        os.close(descriptor)
    if new:
        _flush_folder(path.parent)


def _append(descriptor: int, path: Path, data: bytes) -> None:
    before = os.fstat(descriptor).st_size
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
        written = os.fstat(descriptor).st_size - before
        fault = "" if written == len(data) else "only a part went through"
    except OSError as error:
        fault = error.strerror or str(error)
    if fault:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, before)
            os.fsync(descriptor)
        raise MilestonectlError(f"cannot write {path}: {fault}; nothing was kept")


def _flush_folder(folder: Path) -> None:
    """Make a new file's name last; not every system can open a folder, and none needs to."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def cut(path: Path, size: int) -> None:
    """Take back the end of a file; only `undo` of the tool's own last append does this."""
    try:
        descriptor = os.open(path, os.O_WRONLY)
        try:
            os.ftruncate(descriptor, size)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}; nothing was taken back") from error
