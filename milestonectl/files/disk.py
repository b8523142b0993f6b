"""What the product asks of the disk: reading, locking, one safe append, and putting a file in the place of another."""

import contextlib
import functools
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from milestonectl.files import platform
from milestonectl.model.errors import MilestonectlError

STATE = ".milestonectl"
"""Below the workspace: the lock and disposable caches, ignored by git."""
LOCK_SECONDS = 20.0
WRITING_SECONDS = 0.5
MAX_BYTES = 512 * 1024**2
_PAUSE_SECONDS = 0.02
_HOLDER_BYTES = 200
_PROBE = ".milestonectl-append"
_OWN = os.O_RDWR | os.O_CREAT | platform.BINARY | platform.NO_LINKS


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or an error that says why not."""
    with _readable(path):
        if path.stat().st_size > MAX_BYTES:
            raise MilestonectlError(f"cannot read {path}: larger than {MAX_BYTES:,} bytes; split it")
        return path.read_bytes()


@contextlib.contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A file of any size, or an error that says why it cannot be read."""
    with _readable(path), path.open("rb") as stream:
        yield stream


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Of a pipe there is no end, so it is not even opened."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise MilestonectlError(f"cannot read {path}: it is no file")
        yield
    except OSError as error:
        raise MilestonectlError(f"cannot read {path}: {error.strerror}") from error


def is_being_written(path: Path) -> bool:
    """Whether the file changed so lately that somebody may be in the middle of it."""
    return time.time() - path.stat().st_mtime < WRITING_SECONDS


@contextlib.contextmanager
def locked(root: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the workspace's writing lock. Readers never take it, and the system frees it when its holder dies."""
    path = root / STATE / "lock"
    try:
        path.parent.mkdir(exist_ok=True)
        if path.parent.is_symlink():
            raise MilestonectlError(f"cannot lock the workspace: {path.parent} is a link")
        descriptor = os.open(path, _OWN, 0o666)
    except OSError as error:
        raise MilestonectlError(f"cannot lock the workspace: {path}: {error.strerror}") from error
    try:
        _wait_for_lock(descriptor, path, seconds)
        yield
    finally:
        _close(descriptor)


def _wait_for_lock(descriptor: int, path: Path, seconds: float) -> None:
    started = time.monotonic()
    try:
        while not platform.try_lock(descriptor):
            waited = time.monotonic() - started
            if waited > seconds:
                raise MilestonectlError(
                    f"{_holder(descriptor)} has held the lock for more than {seconds:g} seconds; nothing was written"
                )
            # Who has waited longer asks more often, so that among many writers nobody waits for ever.
            time.sleep(max(_PAUSE_SECONDS / (1 + waited * waited), 0.001))
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, _this_process())
    except OSError as error:
        raise MilestonectlError(f"cannot lock the workspace: {path}: {error.strerror}; nothing was written") from error


def _this_process() -> bytes:
    command = " ".join(["milestonectl", *sys.argv[1:]])
    return f"process {os.getpid()} ({command})".encode(errors="replace")[:_HOLDER_BYTES]


def _holder(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    text = os.read(descriptor, _HOLDER_BYTES).decode(errors="replace")
    return "".join(character if character.isprintable() else "?" for character in text) or "another process"


def refuse_link(path: Path, root: Path) -> None:
    """What is written behind a link would go elsewhere, or not be read again."""
    if path.resolve() != root.resolve().joinpath(*path.relative_to(root).parts):
        raise MilestonectlError(f"cannot write {path}: a link leads elsewhere; nothing is written through links")


def append(path: Path, data: bytes | bytearray) -> None:
    """Add bytes to the end of a file and flush them to the disk; on any failure the file is as it was.

    The caller holds the lock.
    """
    fresh = not path.exists()
    try:
        folders = _make_folders(path.parent)
        if not _honours_append(path.parent):
            raise MilestonectlError(
                f"cannot write {path}: this filesystem overwrites where it should append; keep the workspace on another"
            )
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | platform.BINARY, 0o666)
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}; nothing was written") from error
    try:
        _append(descriptor, path, data, [path.parent, *folders] if fresh else [])
    finally:
        _close(descriptor)


def _close(descriptor: int) -> None:
    """What was flushed is safe, whatever closing says."""
    with contextlib.suppress(OSError):
        os.close(descriptor)


def _append(descriptor: int, path: Path, data: bytes | bytearray, folders: list[Path]) -> None:
    before = -1
    try:
        before = os.fstat(descriptor).st_size
        written = os.write(descriptor, data)
        fault = "" if written == len(data) else "the disk took only a part"
        platform.flush(descriptor)
        for folder in folders:
            platform.flush_folder(folder)
        if not fault and os.fstat(descriptor).st_size != before + len(data):
            fault = "its size is not what it must be"
    except OSError as error:
        fault = error.strerror or str(error)
    if fault:
        kept = _take_back(descriptor, path, before)
        raise MilestonectlError(f"cannot write {path}: {fault}; {kept}")


def _take_back(descriptor: int, path: Path, size: int) -> str:
    try:
        if size == 0:
            path.unlink()
        elif size > 0:
            os.ftruncate(descriptor, size)
            platform.flush(descriptor)
    except OSError:
        return "a part may stand at its end: milestonectl audit --repair moves that aside"
    return "nothing was kept"


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; the folders that have a new name in them."""
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
    return [made.parent for made in missing]


@functools.cache
def _honours_append(folder: Path) -> bool:
    """Whether a file that is opened to append takes a write at its end, wherever the last one left off.

    Some network and FUSE filesystems do not, and rows would be overwritten.
    """
    probe = folder / _PROBE
    descriptor = os.open(probe, _OWN | os.O_APPEND | os.O_TRUNC, 0o666)
    try:
        os.write(descriptor, b"1")
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, b"2")
        os.lseek(descriptor, 0, os.SEEK_SET)
        return os.read(descriptor, 3) == b"12"
    finally:
        os.close(descriptor)
        probe.unlink()


def cut(path: Path, size: int) -> None:
    """Take back the end of a file: of an entry that `undo` takes back, or of a torn line that is kept elsewhere."""
    try:
        descriptor = os.open(path, os.O_WRONLY | platform.BINARY)
        try:
            os.ftruncate(descriptor, size)
            platform.flush(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}; nothing was taken back") from error


def replace(path: Path, expected: bytes, data: bytes) -> None:
    """Put new bytes in the place of a file, all at once, and only while it still holds what was read."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.new")
    try:
        _write_draft(draft, data, stat.S_IMODE(target.stat().st_mode))
        if target.read_bytes() != expected:
            raise MilestonectlError(f"{path} was changed meanwhile; nothing was written to it")
        draft.replace(target)
        platform.flush_folder(target.parent)
    except OSError as error:
        raise MilestonectlError(f"cannot write {path}: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _write_draft(draft: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(draft, _OWN | os.O_TRUNC, mode)
    try:
        if os.write(descriptor, data) != len(data):
            raise OSError(0, "the disk took only a part")
        platform.flush(descriptor)
    finally:
        os.close(descriptor)
