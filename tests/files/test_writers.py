"""Many writers, killed writers, and a reader that catches one in the middle of a row. The long runs are in tests/long."""

import os
import threading
import time
from pathlib import Path

import pytest
from kills import kill_many
from trust_building import make_workspace, opened
from writers import LAYOUTS, write_many

from milestonectl.files.record import append_rows
from milestonectl.files.workspace import load_compiled
from milestonectl.model.settings import Settings


@pytest.mark.parametrize(("kind", "shards"), LAYOUTS)
def test_forty_processes_at_once(tmp_path: Path, kind: str, shards: str) -> None:
    figures = write_many(tmp_path, kind, shards, processes=40, rows=5, through="files")
    assert figures.faults == ()
    assert (figures.rows, figures.files) == (200, 2 if shards == "one" else 41)
    assert figures.readings


@pytest.mark.parametrize("kind", ["csv", "yaml"])
def test_writers_through_the_command_line(tmp_path: Path, kind: str) -> None:
    assert write_many(tmp_path, kind, "several", processes=4, rows=2, through="commands").faults == ()


@pytest.mark.parametrize("kind", ["csv", "yaml"])
def test_a_killed_writer_loses_nothing(tmp_path: Path, kind: str) -> None:
    assert kill_many(tmp_path, kind, kills=6, seed=7).faults == ()


def test_a_reader_waits_for_a_row_that_is_being_written(tmp_path: Path) -> None:
    root = make_workspace(tmp_path)
    path = append_rows(root, [opened("A")], Settings(), "2026/dana")
    whole = path.read_bytes()
    line = whole.splitlines(keepends=True)[-1].replace(b"A,opened", b"B,opened")
    path.write_bytes(whole + line[:60])

    def finish() -> None:
        time.sleep(0.1)
        with path.open("ab") as ledger:
            ledger.write(line[60:])

    writer = threading.Thread(target=finish)
    writer.start()
    workspace = load_compiled(root)
    writer.join()
    assert workspace.problems == ()
    assert [row.deal for row in workspace.rows] == ["A", "B"]


def test_what_is_read_once_is_not_read_again_until_it_changes(tmp_path: Path) -> None:
    root = make_workspace(tmp_path)
    append_rows(root, [opened("A")], Settings(), "2026/dana")
    time.sleep(0.1)
    first = load_compiled(root)
    assert load_compiled(root) is first
    append_rows(root, [opened("B")], Settings(), "2026/dana")
    assert [row.deal for row in load_compiled(root).rows] == ["A", "B"]


def test_a_change_that_no_file_time_shows_is_seen(tmp_path: Path) -> None:
    """Within one tick of the clock the size and the time of a file can stay the same."""
    root = make_workspace(tmp_path)
    path = append_rows(root, [opened("A")], Settings(), "2026/dana")
    now = time.time_ns() + 3_600_000_000_000
    for deal in ("A", "B"):
        path.write_bytes(path.read_bytes().replace(b",A,", f",{deal},".encode()))
        os.utime(path, ns=(now, now))
        assert [row.deal for row in load_compiled(root).rows] == [deal]
