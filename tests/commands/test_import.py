import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_building import written
from trust_building import commit

Run = Callable[..., Any]

PROCESS = """
process: sale
title: Sale
wins: signed
stages: [{id: only, title: Only, milestones: [{id: met, title: Met}, {id: signed, title: Signed}]}]
"""
MAPPING = """
columns: {deal: id, stamp: at, event: what}
constants: {sale_type: sale}
events: {Meeting: met, Signed: won, Lost: lost}
"""
EVENTS = "id,at,what\nD1,2026-01-05,Meeting\nD1,2026-02-01,Signed\nD2,2026-01-07,Lost\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(
        tmp_path,
        {
            "processes/sale.yaml": PROCESS,
            "imports/crm.yaml": MAPPING,
            "events.csv": EVENTS,
        },
    )


@pytest.fixture
def crm(root: Path, run: Run) -> Run:
    """Run `import csv ROOT/events.csv --mapping crm ...`."""
    return lambda *more: run("-C", str(root), "import", "csv", str(root / "events.csv"), "--mapping", "crm", *more)


def ledger(root: Path) -> list[str]:
    path = root / "ledger" / "import" / "crm.csv"
    return path.read_text().splitlines() if path.exists() else []


def test_off_a_terminal_it_writes_and_a_second_time_nothing(root: Path, crm: Run) -> None:
    document = json.loads(crm("-o", "json").out)
    assert (document["schema"], document["read"], document["written"], document["skipped"]) == (
        "milestonectl/import/1",
        3,
        5,
        0,
    )
    assert len(ledger(root)) == 6
    assert json.loads(crm("-o", "json").out)["skipped"] == 5
    assert len(ledger(root)) == 6


def test_a_dry_run_and_a_terminal_write_nothing(root: Path, crm: Run, run_in_terminal: Run) -> None:
    assert "5 new rows in 2 deals" in crm("--dry-run").out
    words = ["-C", str(root), "import", "csv", str(root / "events.csv"), "--mapping", "crm"]
    assert "To write it: --write" in run_in_terminal(*words).out
    assert ledger(root) == []
    assert crm("--write").code == 0
    assert len(ledger(root)) == 6


def test_problems_forbid_writing_until_they_are_left_out(root: Path, crm: Run) -> None:
    (root / "events.csv").write_text(EVENTS + "D3,soon,Meeting\n")
    assert 'error MC716 unreadable-stamp: deal D3: "soon" is no time stamp' in crm().out
    assert ledger(root) == []
    assert crm("--skip-problems").code == 1
    assert len(ledger(root)) == 6


def test_a_wrong_mapping_is_shown_with_its_place(root: Path, crm: Run) -> None:
    (root / "imports" / "crm.yaml").write_text(MAPPING.replace("Meeting: met", "Meeting: mett"))
    ran = crm()
    assert ran.code == 1
    shown = " ".join(ran.out.split())
    assert 'imports/crm.yaml:4:19: error MC703 unknown-mapped-milestone: "Meeting": "mett" is no milestone' in shown
    assert ledger(root) == []


def test_a_file_that_is_not_there_cannot_run(root: Path, crm: Run) -> None:
    (root / "events.csv").unlink()
    ran = crm()
    assert ran.code == 3
    assert "No such file" in ran.err


def test_a_draft_of_a_mapping_is_written_once(root: Path, run: Run) -> None:
    arguments = ("-C", str(root), "import", "csv", str(root / "events.csv"), "--draft-mapping", "fresh")
    assert run(*arguments).code == 0
    text = (root / "imports" / "fresh.yaml").read_text()
    assert (
        "columns:\n  deal: id\n  stamp: at\n  # event:      # the column that says what happened, or the stage\n  # not used: what\n"
        in text
    )
    again = run(*arguments)
    assert again.code == 2
    assert "not overwritten" in again.err


def test_nothing_is_drafted_from_what_is_no_table(root: Path, run: Run) -> None:
    (root / "notes.md").write_text("# Notes\n\nWe met, we talked, we ate.\n\nThe end\nof it.\n")
    for file, code in (("notes.md", 2), (".", 3), ("absent.csv", 3)):
        assert run("-C", str(root), "import", "csv", str(root / file), "--draft-mapping", "fresh").code == code
    assert run("-C", str(root), "import", "ledger", str(root / "notes.md"), "--draft-mapping", "fresh").code == 2
    assert not (root / "imports" / "fresh.yaml").exists()


def test_without_a_mapping_the_draft_is_proposed(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "import", "csv", str(root / "events.csv"))
    assert ran.code == 2
    assert "--draft-mapping NAME" in ran.err


def test_the_screen_of_an_import_fits_and_says_what_to_do_next(
    root: Path, run_in_terminal: Run, golden: Callable[[str, str], None]
) -> None:
    records = "D3,2026-03-01,Meeting\nD3,2026-03-01,Meeting\nD3,2026-03-02,Signed\nD3,2026-03-03,Meeting\nTotal,3\n"
    (root / "events.csv").write_text(EVENTS + records)
    ran = run_in_terminal("-C", str(root), "import", "csv", str(root / "events.csv"), "--mapping", "crm")
    assert max(map(len, ran.out.splitlines())) <= 80
    golden("import.txt", ran.out)


def test_a_wrong_mapping_is_seen_by_validate_and_keeps_nobody_from_writing(root: Path, run: Run, crm: Run) -> None:
    (root / "imports" / "crm.yaml").write_text(MAPPING.replace("Meeting: met", "Meeting: mett"))
    ran = run("-C", str(root), "validate", "-o", "concise")
    assert (ran.code, "imports/crm.yaml:4:19: error MC703 unknown-mapped-milestone" in ran.out) == (1, True)
    assert run("-C", str(root), "validate", "-o", "concise", "imports").out.count("MC703") == 1
    assert run("-C", str(root), "open", "D4", "--sale-type", "sale", "--account", "Acme", "--by", "dana").code == 0
    assert run("-C", str(root), "log", "D4", "met", "--by", "dana").code == 0


@pytest.mark.parametrize("code", ["MC703", "MC711", "MC720", "shared-name"])
def test_what_an_import_says_is_explained(run: Run, code: str) -> None:
    assert "\nWhy\n" in run("explain", code).out


def at(monkeypatch: pytest.MonkeyPatch, minute: int) -> None:
    monkeypatch.setenv("MILESTONECTL_NOW", f"2026-11-21T10:{minute:02}:00+00:00")


def own(root: Path) -> str:
    return "".join(path.read_text() for path in (root / "ledger" / "2026").glob("*.csv"))


def test_undo_takes_the_last_import_back_whole_and_puts_it_back(
    root: Path, run: Run, crm: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ("-C", str(root))
    at(monkeypatch, 1)
    assert run(*here, "open", "D4", "--sale-type", "sale", "--account", "Acme", "--by", "dana").code == 0
    at(monkeypatch, 2)
    crm("--write")
    imported, entry = ledger(root), own(root)
    assert "The last import (crm), 5 rows" in run(*here, "undo", "--by", "dana", "--dry-run").out
    assert ledger(root) == imported
    assert "Taken back: 5 rows of ledger/import/crm.csv" in run(*here, "undo", "--by", "dana").out
    assert (ledger(root), own(root)) == (imported[:1], entry)
    assert "Put back: 5 rows" in run(*here, "undo", "--redo", "--by", "dana").out
    assert (ledger(root), own(root)) == (imported, entry)
    run(*here, "undo", "--by", "dana")
    run(*here, "undo", "--by", "dana")
    assert "D4" not in own(root)
    assert run(*here, "undo", "--by", "dana").code == 2


def test_undo_of_several_imports_steps_back_and_an_entry_made_since_goes_first(
    root: Path, run: Run, crm: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ("-C", str(root))
    at(monkeypatch, 1)
    crm("--write")
    (root / "events.csv").write_text(EVENTS + "D5,2026-03-01,Meeting\n")
    at(monkeypatch, 2)
    crm("--write")
    at(monkeypatch, 3)
    assert run(*here, "open", "D4", "--sale-type", "sale", "--account", "Acme", "--by", "dana").code == 0
    lengths = []
    for _ in range(3):
        assert run(*here, "undo", "--by", "dana").code == 0
        lengths.append((len(ledger(root)), "D4" in own(root)))
    assert lengths == [(8, False), (6, False), (1, False)]


def test_a_committed_import_is_not_taken_back(root: Path, run: Run, crm: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 1)
    crm("--write")
    commit(root, "import")
    ran = run("-C", str(root), "undo", "--by", "dana")
    assert (ran.code, len(ledger(root))) == (2, 6)


@pytest.mark.parametrize(
    "note",
    [
        "{",
        "[]",
        "null",
        '{"at": "9", "file": "x", "first": "", "number": "many"}',
        '{"at": "9", "file": "x", "first": "", "number": 0}',
    ],
)
def test_a_note_that_was_spoiled_is_passed_over(root: Path, run: Run, crm: Run, note: str) -> None:
    crm("--write")
    (root / ".milestonectl" / "imports").write_text(note)
    assert run("-C", str(root), "undo", "--by", "dana").code == 2
    assert len(ledger(root)) == 6
