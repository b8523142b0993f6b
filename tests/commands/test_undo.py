"""`undo` takes back what one command wrote, step by step, and everything it does can be put back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trust_building import achieved, commit, ledger_bytes, make_workspace, opened

from milestonectl.files.record import append_rows
from milestonectl.model.settings import Settings

Run = Callable[..., Any]
LEDGER = "ledger/2026/dana.csv"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-21T10:00:00+00:00")
    monkeypatch.setenv("MILESTONECTL_REP", "dana")
    return make_workspace(tmp_path)


def milestones(run: Run, root: Path) -> list[str]:
    document = json.loads(run("-C", str(root), "show", "ACME-1", "-o", "json").out)
    return [row["milestone"] for row in document["timeline"] if row["event"] == "achieved"]


def undo(run: Run, root: Path, *arguments: str) -> Any:
    return run("-C", str(root), "undo", *arguments)


def log(run: Run, root: Path, milestone: str, *arguments: str) -> None:
    assert run("-C", str(root), "log", "ACME-1", milestone, *arguments).code == 0


@pytest.fixture
def kept(root: Path) -> Path:
    """A deal that Kim opened."""
    append_rows(root, [opened(by="kim")], Settings(), "2026/kim")
    return root


def test_an_entry_of_many_rows_goes_and_comes_back_byte_for_byte(run: Run, kept: Path) -> None:
    log(run, kept, "met", "--evidence", "email:2f9c", "--evidence", "email:81d0", "--evidence", "call:7")
    with_entry = ledger_bytes(kept)
    assert with_entry[LEDGER].count(b"\n") == 4
    assert "3 rows" in undo(run, kept, "--dry-run").out
    assert ledger_bytes(kept) == with_entry
    assert undo(run, kept).code == 0
    assert milestones(run, kept) == []
    assert undo(run, kept, "--redo").code == 0
    assert ledger_bytes(kept) == with_entry
    assert "no entry to put back" in undo(run, kept, "--redo").err


def test_a_committed_entry_is_voided_and_the_voiding_can_be_voided(run: Run, kept: Path) -> None:
    log(run, kept, "met")
    commit(kept, "met")
    assert "will be voided" in undo(run, kept, "--dry-run").out
    undo(run, kept)
    assert milestones(run, kept) == []
    commit(kept, "undone")
    assert "that undid it" in undo(run, kept, "--redo").out or milestones(run, kept) == ["met"]
    assert milestones(run, kept) == ["met"]
    assert ledger_bytes(kept)[LEDGER].count(b"voided") == 2
    history = run("-C", str(kept), "show", "ACME-1", "--history").out
    assert "undone (voided by dana: put back)" in " ".join(history.split())


def test_undo_steps_back_through_entries_and_only_through_ones_own(run: Run, kept: Path) -> None:
    log(run, kept, "met")
    commit(kept, "met")
    log(run, kept, "offered")
    assert undo(run, kept).code == undo(run, kept).code == 0
    assert milestones(run, kept) == []
    assert undo(run, kept).code == 2
    undo(run, kept, "--redo")
    assert milestones(run, kept) == ["met"]
    undo(run, kept, "--redo")
    assert milestones(run, kept) == ["met", "offered"]


def test_an_entry_that_somebody_wrote_behind_is_voided(run: Run, kept: Path) -> None:
    log(run, kept, "met")
    with (kept / LEDGER).open("a") as ledger:
        ledger.write("\n")
    assert "not the end" in undo(run, kept, "--dry-run").out


def test_a_promise_for_a_later_day_is_undone_today(run: Run, kept: Path) -> None:
    run("-C", str(kept), "plan", "ACME-1", "met", "--date", "2026-12-24")
    commit(kept, "plan")
    undo(run, kept)
    document = json.loads(run("-C", str(kept), "show", "ACME-1", "-o", "json").out)
    assert [row["event"] for row in document["timeline"]] == ["opened"]


def test_where_git_cannot_be_asked_nothing_is_cut(run: Run, kept: Path) -> None:
    log(run, kept, "met")
    (kept / ".git").write_text("gitdir: /nowhere")
    assert "will be voided" in undo(run, kept, "--dry-run").out


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"at": 1, "rows": [1]}', '{"rows": []}', '{"at": "9", "rows": []}', "null"]
)
def test_what_was_kept_and_then_spoiled_is_not_put_back(run: Run, kept: Path, text: str) -> None:
    log(run, kept, "met")
    undo(run, kept)
    undone = kept / ".milestonectl" / "undone"
    tampered = undone.read_text().replace('"met"', '"signed"')
    for spoiled in (text, tampered):
        undone.write_text(spoiled)
        assert undo(run, kept, "--redo").code == 2
    assert milestones(run, kept) == []


def test_void_says_when_a_row_is_void_already(run: Run, kept: Path) -> None:
    row = achieved()
    append_rows(kept, [row], Settings(), "2026/dana")
    assert run("-C", str(kept), "void", row.id[:8], "--reason", "wrong deal").code == 0
    again = run("-C", str(kept), "void", row.id[:8], "--reason", "wrong deal")
    assert (again.code, "voided already" in again.out) == (1, True)
    log(run, kept, "met")
    history = run("-C", str(kept), "show", "ACME-1", "--history").out
    assert "Met (voided by dana: wrong deal)" in history
    assert milestones(run, kept) == ["met"]


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.booleans(), min_size=1, max_size=4))
def test_whatever_is_committed_as_many_redos_as_undos_restore_the_state(
    run: Run, tmp_path_factory: pytest.TempPathFactory, commits: list[bool]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MILESTONECTL_NOW", "2026-11-21T10:00:00+00:00")
        patch.setenv("MILESTONECTL_REP", "dana")
        root = make_workspace(tmp_path_factory.mktemp("undo"))
        append_rows(root, [opened(by="kim")], Settings(), "2026/kim")
        commit(root, "start")
        states = [milestones(run, root)]
        for number, committed in enumerate(commits):
            milestone = ("met", "offered", "signed")[number % 3]
            log(run, root, milestone, "--evidence", f"email:{number}a")
            if committed:
                commit(root, milestone)
            states.append(milestones(run, root))
        for state in reversed(states[:-1]):
            assert undo(run, root).code == 0
            assert milestones(run, root) == state
        for state in states[1:]:
            assert undo(run, root, "--redo").code == 0
            assert milestones(run, root) == state
