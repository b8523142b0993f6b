"""The index never changes an answer: every report with and without it, after any edits of the files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_building import (
    REPORTS,
    Edit,
    Run,
    agree_after_edits,
    agree_on_history,
    answers,
    append,
    as_many_as_reports,
    edits,
    ledger,
    workspace,
)
from races import race

from milestonectl.files import indexed
from milestonectl.files.index import shards, store, update
from milestonectl.files.indexed import load_indexed
from milestonectl.files.ledger import parse_text
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row

PROGRAM = "import milestonectl.files.indexed as i; i.SMALL_BYTES = 0; from milestonectl.cli import main; main()"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits, st.sampled_from([0.25, 100.0]), st.sampled_from([0, 10**12]))
def test_every_report_is_the_same_with_and_without_the_index(
    run: Run, tmp_path_factory: pytest.TempPathFactory, found: list[Edit], much: float, in_columns: int
) -> None:
    agree_after_edits(run, tmp_path_factory.mktemp("workspace"), found, much, in_columns)


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(as_many_as_reports)
def test_every_report_on_history_is_the_same_with_and_without_a_cache(
    run: Run, tmp_path_factory: pytest.TempPathFactory, found: list[Edit]
) -> None:
    agree_on_history(run, tmp_path_factory.mktemp("workspace"), found)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that an index was made of."""
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-20T12:00:00+00:00")
    monkeypatch.setattr(indexed, "SMALL_BYTES", 0)
    made = workspace(tmp_path)
    assert load_indexed(made).index is not None
    return made


@pytest.mark.parametrize("report", [*REPORTS[:1], *REPORTS[4:6], REPORTS[8]], ids=" ".join)
def test_once_read_a_daily_command_reads_only_what_it_shows(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, report: tuple[str, ...]
) -> None:
    expected = answers(run, root)[REPORTS.index(report)]

    def refuse(_root: Path) -> None:
        raise AssertionError

    monkeypatch.setattr(indexed, "load_compiled", refuse)
    assert run("-C", str(root), *report) == expected


def test_only_what_was_added_to_a_file_is_parsed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []
    parse = parse_text

    def counted(raw: bytes, file: str, field_names: tuple[str, ...]) -> tuple[list[Row], list[Problem]]:
        parsed.append(raw.count(b"\n"))
        return parse(raw, file, field_names)

    monkeypatch.setattr(shards, "parse_text", counted)
    monkeypatch.setattr(update, "MUCH", 100.0)
    for number in (9, 10):
        append(root, root / "ledger/2026/dana.csv", number)
        load_indexed(root)
    assert parsed == [1 + len(ledger(9)), 1 + len(ledger(10))], "the header above, and the rows"


def test_a_file_that_changed_long_ago_is_known_by_its_state(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "GRAIN_NANOSECONDS", 0)
    load_indexed(root)
    monkeypatch.setattr(shards, "_digest_of_known", None)
    assert load_indexed(root).index is not None


@pytest.mark.parametrize("spoil", ["garbage", "cut", "locked", "a folder", "unwritable"])
def test_a_spoiled_index_means_reading_everything(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    expected, path = run("-C", str(root), "status"), store.index_path(root)
    monkeypatch.setattr(store, "WAIT_SECONDS", 0.01)
    append(root, root / "ledger/2026/dana.csv", 9)
    append(root, root / "ledger/2026/dana.csv", 9)
    with store.connected(path) as other:
        if spoil == "locked":
            other.execute("BEGIN IMMEDIATE")
        elif spoil == "unwritable":
            monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
        elif spoil == "a folder":
            store.forget(path)
            path.mkdir()
        else:
            path.write_bytes(b"garbage " * 1000 if spoil == "garbage" else path.read_bytes()[:5000])
        found = run("-C", str(root), "status")
    monkeypatch.setattr(indexed, "SMALL_BYTES", 10**12)
    assert found == run("-C", str(root), "status") != expected


def test_an_index_that_somebody_else_brought_up_to_date_gives_no_answer(root: Path) -> None:
    before = load_indexed(root).index
    append(root, root / "ledger/2026/dana.csv", 9)
    load_indexed(root)
    assert before is not None
    assert before.rows_named("A-1") is None


def test_many_readers_and_writers_agree(root: Path) -> None:
    """Four processes log and look at once; every row is there, and the index says what the files say."""
    environment = os.environ | {"MILESTONECTL_REP": "dana"}
    commands = [
        [sys.executable, "-c", PROGRAM, "-C", str(root), "open", f"N-{number}", "--sale-type", "sale", "--account", "N"]
        for number in range(4)
    ]
    running = [
        subprocess.Popen(each, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for each in commands
    ]
    assert [(each.communicate()[1], each.returncode) for each in running] == [(b"", 0)] * 4
    found = load_indexed(root)
    assert found.index is not None
    assert [len(found.index.rows_named(f"n-{number}") or ()) for number in range(4)] == [1] * 4


def test_an_index_that_was_started_over_is_another_one(root: Path) -> None:
    before = load_indexed(root)
    rows = len(before.workspace.rows)
    store.forget(store.index_path(root))
    append(root, root / "ledger/2026/dana.csv", 9)
    after = load_indexed(root)
    assert before.index is not None
    assert before.index.names() is None
    assert len(after.workspace.rows) == rows + len(ledger(9))


def test_each_version_of_the_program_makes_an_index_of_its_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generations = []
    for version in ("0.0.1", "9.9.9", "0.0.1"):
        monkeypatch.setattr(indexed, "__version__", version)
        found = load_indexed(root).index
        assert found is not None
        assert len(found.names() or ()) == 9
        generations.append((found.version, found.generation))
    assert len({version for version, _ in generations}) == 2
    assert len(set(generations)) == 3


def test_readers_among_writers_never_see_what_never_was(tmp_path: Path) -> None:
    found = race(tmp_path, seed=5)
    assert found.faults == ()
    assert found.readings
