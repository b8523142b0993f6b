"""What to do today: dead deals do not come first, and are not forgotten either."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_building import written

Run = Callable[..., Any]
PROCESS = (
    "process: sale\ntitle: Sale\nwins: signed\nstages: [{id: a, title: A, milestones: [{id: signed, title: Signed}]}]\n"
)
LEDGER = """date,deal,event,milestone,sale_type,recorded_at
2026-01-02,DEAD,opened,,sale,2026-01-02T08:00:00Z
2026-06-22,DEAD,planned,signed,,2026-06-01T08:00:00Z
2026-11-02,FRESH,opened,,sale,2026-11-02T08:00:00Z
2026-11-21,FRESH,planned,signed,,2026-11-03T08:00:00Z
"""
EXAMPLE = str(Path(__file__).parents[2] / "examples" / "halden")
HEADING = "Overdue by more than a week: promise a new day, or close the deal"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(tmp_path, {"processes/sale.yaml": PROCESS, "ledger/a.csv": LEDGER})


def test_the_overdue_stand_below_under_their_own_heading(root: Path, run_in_terminal: Run) -> None:
    shown = run_in_terminal("-C", str(root), "--as-of", "2026-11-20", "next").out
    assert shown.index("FRESH") < shown.index(HEADING) < shown.index("DEAD")
    assert "milestonectl next FRESH" in shown


def test_without_overdue_deals_there_is_no_such_heading(root: Path, run_in_terminal: Run) -> None:
    assert HEADING not in run_in_terminal("-C", str(root), "--as-of", "2026-06-25", "next").out


def test_the_document_says_which_are_overdue(root: Path, run: Run) -> None:
    found = json.loads(run("-C", str(root), "--as-of", "2026-11-20", "next", "-o", "json").out)["deals"]
    assert [(deal["deal"], deal["overdue"]) for deal in found] == [("FRESH", False), ("DEAD", True)]


def test_chances_are_the_same_whether_they_were_left_behind_or_are_learned_now(run: Run) -> None:
    asked = ("-C", EXAMPLE, "--as-of", "2026-11-20", "next", "-o", "json")
    first, second = run(*asked).out, run(*asked).out
    assert first == second
    assert json.loads(first)["chances_learned_by"] == "2026-10-31"


def test_one_deal_says_how_to_learn_its_chance_and_then_what_it_is(run: Run) -> None:
    workspace = ("-C", EXAMPLE, "--as-of", "2026-11-20")
    before = json.loads(run(*workspace, "next", "ACME-14", "-o", "json").out)["deals"][0]["in_time"]
    run(*workspace, "next")
    after = json.loads(run(*workspace, "next", "ACME-14", "-o", "json").out)["deals"][0]["in_time"]
    assert before["chance"] is None
    assert 0 < after["chance"] < 1
    assert after["value"] == pytest.approx(84000 * after["chance"], abs=10)
    assert (before["days_left"], before["fits"]) == (after["days_left"], after["fits"]) == (41, True)
