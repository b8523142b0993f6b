"""What cannot run on this system is run with the system's calls replaced."""

import errno
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from milestonectl.files import platform
from milestonectl.files.platform import file_name


def module(**names: Any) -> ModuleType:
    """A module of another system."""
    made = ModuleType("replaced")
    made.__dict__.update(names)
    return made


def windows(outcome: OSError | None, seen: list[tuple[int, int, int]]) -> ModuleType:
    """What Windows offers for locking."""

    def locking(descriptor: int, mode: int, count: int) -> None:
        seen.append((os.lseek(descriptor, 0, os.SEEK_CUR), mode, count))
        if outcome is not None:
            raise outcome

    return module(LK_NBLCK=2, locking=locking)


@pytest.mark.parametrize(
    ("outcome", "got"), [(None, True), (OSError(errno.EACCES, "held"), False), (OSError(errno.EDEADLK, "held"), False)]
)
def test_windows_locks_a_byte_that_nobody_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: OSError | None, got: bool
) -> None:
    seen: list[tuple[int, int, int]] = []
    descriptor = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    monkeypatch.setitem(sys.modules, "msvcrt", windows(outcome, seen))
    monkeypatch.setattr(os, "name", "nt")
    assert platform.try_lock(descriptor) is got
    monkeypatch.undo()
    os.close(descriptor)
    assert seen == [(1 << 30, 2, 1)]


def test_other_errors_of_windows_are_errors(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    with pytest.raises(OSError, match="broken"):
        platform._try_windows_lock(windows(OSError(errno.EIO, "broken"), []), descriptor)
    os.close(descriptor)


def test_macos_flushes_to_the_platter(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setitem(sys.modules, "fcntl", module(F_FULLFSYNC=51, fcntl=lambda *call: seen.append(call)))
    monkeypatch.setattr(sys, "platform", "darwin")
    platform.flush(7)
    assert seen == [(7, 51)]


def test_a_folder_is_flushed_where_the_system_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(code: int) -> Any:
        def fsync(_descriptor: int) -> None:
            raise OSError(code, os.strerror(code))

        return fsync

    monkeypatch.setattr(os, "fsync", refused(errno.EINVAL))
    platform.flush_folder(tmp_path)
    monkeypatch.setattr(os, "fsync", refused(errno.EIO))
    with pytest.raises(OSError, match="Input/output"):
        platform.flush_folder(tmp_path)


def test_windows_flushes_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = Path("/no/such/folder")
    monkeypatch.setattr(os, "name", "nt")
    platform.flush_folder(nowhere)


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("dana", "dana"),
        ("Zoe B.", "zoe-b"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "unknown"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("李", "unknown"),
        ("CON", "con-"),
        ("lpt1.x", "lpt1.x-"),
        ("x" * 300, "x" * 60),
        ("a\0b\nc", "a-b-c"),
    ],
)
def test_a_name_for_a_file_stays_in_its_folder(person: str, name: str) -> None:
    assert file_name(person) == name
