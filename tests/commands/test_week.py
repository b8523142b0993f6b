"""The sheet for the weekly talk."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_building import written

Run = Callable[..., Any]

PROCESS = """
process: service
title: Service
wins: contract
contract_value: 50000
stages:
  - id: only
    title: Only
    milestones:
      - {id: qualified, title: Qualified, side: buyer}
      - {id: contract, title: Contract, side: mutual}
"""
LEDGER = """date,deal,event,milestone,owner,sale_type,recorded_at
2026-10-05,D1,opened,,dana,service,2026-10-05T08:00:00Z
2026-11-12,D1,planned,qualified,,,2026-11-02T08:00:00Z
2026-11-11,D1,achieved,qualified,,,2026-11-11T08:00:00Z
2026-10-05,D2,opened,,dana,service,2026-10-05T08:00:00Z
2026-11-13,D2,planned,qualified,,,2026-11-02T08:00:00Z
2026-10-05,D3,opened,,lee,service,2026-10-05T08:00:00Z
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-18T12:00:00+00:00")
    return written(
        tmp_path,
        {
            "team.yaml": "reps: [{id: dana, name: Dana Whitlock}, {id: lee, name: Lee Marchetti}]\n",
            "processes/service.yaml": PROCESS,
            "ledger/a.csv": LEDGER,
        },
    )


def week(root: Path, run: Run, *flags: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("-C", str(root), "week", *flags, "-o", "json").out)
    return {rep["rep"]: rep for rep in found["reps"]}


def test_last_weeks_promises_are_judged(root: Path, run: Run) -> None:
    dana = week(root, run)["dana"]
    assert [(p["deal"], p["state"]) for p in dana["last_week"]] == [("D1", "kept"), ("D2", "missed")]
    assert (dana["kept"], dana["promised"]) == (1, 2)
    assert dana["next"] == [{"deal": "D1", "milestone": "contract"}, {"deal": "D2", "milestone": "qualified"}]


def test_plan_fills_this_week(root: Path, run: Run) -> None:
    assert week(root, run)["dana"]["this_week"] == []
    assert run("-C", str(root), "plan", "D1", "contract", "--date", "2026-11-20", "--by", "dana").code == 0
    assert [(p["deal"], p["state"]) for p in week(root, run)["dana"]["this_week"]] == [("D1", "due")]


def test_one_rep_or_the_team(root: Path, run: Run) -> None:
    assert (list(week(root, run)), list(week(root, run, "--rep", "lee"))) == (["dana", "lee"], ["lee"])


def test_markdown_has_the_figures_too(root: Path, run: Run) -> None:
    lines = run("-C", str(root), "week", "--rep", "dana", "-o", "markdown").out.splitlines()
    assert "| dana | required |  |  |  | no target |" in lines
    assert "| dana | kept in the last quarter |  |  |  | 1 of 2 |" in lines
