import json
from pathlib import Path

import pytest

from milestonectl.cli import root_command

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
    for name, text in {
        "milestonectl.yaml": "currency: USD\n",
        "processes/sale.yaml": PROCESS,
        "imports/crm.yaml": MAPPING,
        "events.csv": EVENTS,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def run(root: Path, *arguments: str) -> int:
    """The exit code of `milestonectl -C ROOT import csv ROOT/events.csv --mapping crm ...`."""
    try:
        root_command().main(
            args=["-C", str(root), "import", "csv", str(root / "events.csv"), "--mapping", "crm", *arguments]
        )
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def ledger(root: Path) -> list[str]:
    path = root / "ledger" / "import" / "crm.csv"
    return path.read_text().splitlines() if path.exists() else []


def test_off_a_terminal_it_writes_and_a_second_time_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "-o", "json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["read"], document["written"], document["skipped"]) == (
        "milestonectl/import/1",
        3,
        5,
        0,
    )
    assert len(ledger(root)) == 6
    assert run(root, "-o", "json") == 0
    assert json.loads(capsys.readouterr().out)["skipped"] == 5
    assert len(ledger(root)) == 6


def test_a_dry_run_and_a_terminal_write_nothing(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(root, "--dry-run") == 0
    assert "5 new rows in 2 deals" in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run(root) == 0
    assert "To write it: --write" in capsys.readouterr().out
    assert ledger(root) == []
    assert run(root, "--write") == 0
    assert len(ledger(root)) == 6


def test_problems_forbid_writing_until_they_are_left_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "events.csv").write_text(EVENTS + "D3,soon,Meeting\n")
    assert run(root) == 1
    assert 'wrong-stamp: deal D3: "soon" is no time stamp' in capsys.readouterr().out
    assert ledger(root) == []
    assert run(root, "--skip-problems") == 1
    assert len(ledger(root)) == 6


def test_a_wrong_mapping_is_shown_with_its_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "imports" / "crm.yaml").write_text(MAPPING.replace("Meeting: met", "Meeting: mett"))
    assert run(root) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert 'imports/crm.yaml:4:19: milestone-not-in-process: "Meeting": "mett" is no milestone' in shown
    assert ledger(root) == []


def test_a_file_that_is_not_there_cannot_run(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "events.csv").unlink()
    assert run(root) == 3
    assert "No such file" in capsys.readouterr().err
