import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_building import written

Run = Callable[..., Any]
PROCESS = """
process: sale
title: Sale
wins: signed
stages: [{id: only, title: Only, milestones: [{id: met, title: Met}, {id: signed, title: Signed}]}]
"""
LEDGER = """date,deal,event,milestone,reason,sale_type,region
2026-01-01,D1,opened,,,sale,north
2026-01-05,D1,achieved,met,,,
2026-01-15,D1,achieved,signed,,,
2026-01-01,D2,opened,,,sale,south
2026-01-09,D2,lost,,price,,
2026-01-01,D3,opened,,,sale,north
2026-01-01,D4,opened,,,sale,north
2026-01-01,D4,achieved,signed,,,
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(
        tmp_path,
        {
            "milestonectl.yaml": "fields: {region: {type: text}}\n",
            "processes/sale.yaml": PROCESS,
            "ledger/a.csv": LEDGER,
        },
    )


def document(root: Path, run: Run, *arguments: str) -> Any:
    ran = run("-C", str(root), "--as-of", "2026-02-01", "rates", "-o", "json", *arguments)
    assert ran.code == 0
    return json.loads(ran.out)


def test_won_lost_and_open_are_shown_apart(root: Path, run: Run) -> None:
    found = document(root, run)
    first, second = found["rows"]
    assert [first[key] for key in ("milestone", "entered", "advanced", "lost", "open")] == ["opened", 3, 1, 1, 1]
    assert [second[key] for key in ("milestone", "entered", "advanced", "median_days")] == ["met", 1, 1, 10.0]
    assert found["left_out"] == {"booked_afterwards": 1, "lost_at_once": 0}


def test_any_declared_field_groups(root: Path, run: Run) -> None:
    rows = document(root, run, "--by", "region")["rows"]
    assert [(row["group"], row["entered"]) for row in rows] == [("north", 2), ("north", 1), ("south", 1)]


def test_explain_names_the_deals_behind_a_number(root: Path, run: Run) -> None:
    first, _ = document(root, run, "--explain")["rows"]
    assert first["deals"] == {"went on": ["D1"], "lost": ["D2"], "open": ["D3"], "booked afterwards": ["D4"]}


def test_a_cohort_is_opened_between_two_days(root: Path, run: Run) -> None:
    assert document(root, run, "--from", "2026-01-02")["rows"] == []


def test_an_unknown_grouping_is_refused_with_the_known_ones(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "rates", "--by", "regoin")
    assert (ran.code, "region" in ran.err) == (2, True)


def test_few_deals_are_shown_as_counts(root: Path, run_in_terminal: Run) -> None:
    ran = run_in_terminal("-C", str(root), "--as-of", "2026-02-01", "rates")
    assert "1 of 2" in ran.out
    assert "%" not in ran.out.partition("Ranges")[0]
