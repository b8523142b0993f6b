"""One safe append: whole and flushed, or as if it had never been tried."""

import errno
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from faults import Fault, failing, refusal

from milestonectl.files import disk
from milestonectl.files.disk import append, cut, locked, read_bytes, replace
from milestonectl.model.errors import MilestonectlError

HOLD = """
import sys, time
from pathlib import Path
from milestonectl.files.disk import locked
sys.argv = ["milestonectl", "import", "csv"]
with locked(Path({root!r})):
    print("locked", flush=True)
    time.sleep(30)
"""


def hold(root: Path) -> None:
    with locked(root):
        pass


def test_an_append_makes_its_folders_and_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "ledger" / "2026" / "dana.csv"
    append(path, b"one\n")
    append(path, b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"
    assert [found.name for found in path.parent.iterdir()] == ["dana.csv"]


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("existing", [b"", b"one\n"])
def test_whatever_call_fails_the_file_is_as_it_was(tmp_path: Path, existing: bytes, short: bool) -> None:
    for at in range(1, 60):
        path = tmp_path / f"{at}" / "ledger" / "dana.csv"
        if existing:
            append(path, existing)
        disk._honours_append.cache_clear()
        with failing(Fault(at, short=short)) as fault:
            said = refusal(partial(append, path, b"two\n"))
        assert (path.read_bytes() if path.exists() else b"") == existing + b"two\n" * (not said), fault.seen
        if not fault.hit:
            assert not said
            return
        assert str(path) in said or fault.hit in ("close", "write")
        assert said or fault.hit != "fsync"
    pytest.fail("every call failed")


def test_a_disk_that_stays_full_leaves_a_part_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "dana.csv"
    append(path, b"one\n")
    with failing(Fault(3, short=True, forever=True)), pytest.raises(MilestonectlError, match="audit --repair"):
        append(path, b"two\n")
    assert path.read_bytes() == b"one\ntw"


def test_a_filesystem_that_overwrites_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a FUSE mount that ignores O_APPEND."""
    path = tmp_path / "dana.csv"
    path.write_bytes(b"one\n")
    real = os.open
    monkeypatch.setattr(os, "open", lambda name, flags, mode=0o777: real(name, flags & ~os.O_APPEND, mode))
    with pytest.raises(MilestonectlError, match="overwrites where it should append"):
        append(path, b"two\n")
    assert path.read_bytes() == b"one\n"
    assert [found.name for found in tmp_path.iterdir()] == ["dana.csv"]


def test_a_second_writer_waits_and_then_names_the_holder(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD.format(root=str(tmp_path))], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        with (
            pytest.raises(
                MilestonectlError, match=rf"process {holder.pid} \(milestonectl import csv\) has held the lock"
            ),
            locked(tmp_path, seconds=0.1),
        ):
            pass
        holder.kill()
    started = time.monotonic()
    with locked(tmp_path, seconds=5):
        assert time.monotonic() - started < 1


def test_a_filesystem_without_locks_is_refused(tmp_path: Path) -> None:
    with failing(Fault(3, errno.ENOLCK)) as fault:
        assert "No locks available" in refusal(partial(hold, tmp_path))
    assert fault.hit == "flock"


def test_a_lock_that_is_a_link_destroys_nothing(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("keys")
    root = tmp_path / "workspace"
    (root / ".milestonectl").mkdir(parents=True)
    (root / ".milestonectl" / "lock").symlink_to(precious)
    with pytest.raises(MilestonectlError, match="cannot lock"), locked(root):
        pass
    (root / ".milestonectl" / "lock").unlink()
    (root / ".milestonectl").rmdir()
    (root / ".milestonectl").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "lock").write_text("keys")
    with pytest.raises(MilestonectlError, match="is a link"), locked(root):
        pass
    assert precious.read_text() == (tmp_path / "elsewhere" / "lock").read_text() == "keys"


def test_a_lock_that_cannot_be_taken_stops_the_command(tmp_path: Path) -> None:
    for at in range(1, 12):
        with failing(Fault(at, errno.EROFS)) as fault:
            said = refusal(partial(hold, tmp_path))
        assert ("Read-only file system" in said) == (fault.hit not in ("", "close"))


def test_only_files_of_a_sane_size_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "fifo.csv")
    for path in (tmp_path / "fifo.csv", tmp_path, Path("/dev/zero")):
        with pytest.raises(MilestonectlError, match="it is no file"):
            read_bytes(path)
    monkeypatch.setattr(disk, "MAX_BYTES", 3)
    (tmp_path / "x").write_bytes(b"four")
    with pytest.raises(MilestonectlError, match="larger than 3 bytes"):
        read_bytes(tmp_path / "x")


def test_a_cut_that_fails_takes_nothing_back(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"one\ntwo\n")
    for at in (1, 2):
        with failing(Fault(at, errno.EROFS)), pytest.raises(MilestonectlError, match="nothing was taken back"):
            cut(path, 4)
        assert path.read_bytes() == b"one\ntwo\n"
    cut(path, 4)
    assert path.read_bytes() == b"one\n"


@pytest.mark.parametrize("short", [False, True])
def test_a_replacement_is_whole_or_not_at_all(tmp_path: Path, short: bool) -> None:
    for at in range(1, 30):
        path = tmp_path / str(at)
        path.write_bytes(b"old")
        path.chmod(0o640)
        with failing(Fault(at, short=short)) as fault:
            said = refusal(partial(replace, path, b"old", b"newer"))
        assert path.read_bytes() in ((b"old", b"newer") if said else (b"newer",)), fault.seen
        assert path.stat().st_mode & 0o777 == 0o640
        if not fault.hit:
            return
    pytest.fail("every call failed")


def test_a_file_that_changed_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"other")
    with pytest.raises(MilestonectlError, match="changed meanwhile"):
        replace(path, b"old", b"new")
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("x", b"other")]
