"""`rates --need`: what marketing must bring."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
EXAMPLE = str(Path(__file__).parents[2] / "examples" / "halden")
TARGET = ("--sale-type", "service-contract", "--target", "900000")


@pytest.fixture
def need(run: Run) -> Callable[..., Any]:
    def asked(*words: str, day: str = "2026-11-20") -> Any:
        ran = run("-C", EXAMPLE, "--as-of", day, "rates", "--need", *words, "-o", "json")
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    return asked


def test_the_next_quarter_is_shared_over_the_sources(need: Callable[..., Any]) -> None:
    document = need(*TARGET, "--by", "lead_source")
    (row,) = document["rows"]
    assert (document["schema"], document["period"]["name"]) == ("milestonectl/need/1", "2027-Q1")
    assert row["gap"] == pytest.approx(row["wins_needed"] - row["won"] - row["credit"], abs=1e-5)
    assert sum(s["per_week"] for s in row["sources"]) == pytest.approx(row["first_milestones_per_week"], abs=1e-5)
    assert document["as_of"] < row["last_useful_day"] < document["period"]["end"]


def test_twice_the_gap_takes_twice_the_milestones(need: Callable[..., Any]) -> None:
    (row,) = need(*TARGET)["rows"]
    (more,) = need("--sale-type", "service-contract", "--target", "1800000")["rows"]
    ratio = more["gap"] / row["gap"]
    assert more["first_milestones_per_week"] == pytest.approx(ratio * row["first_milestones_per_week"], rel=1e-4)


def test_in_the_last_days_it_is_too_late(need: Callable[..., Any]) -> None:
    (row,) = need(*TARGET, "--period", "2026-Q4", day="2026-12-29")["rows"]
    assert (row["last_useful_day"], row["first_milestones_per_week"]) == (None, None)


def test_a_period_that_is_over_needs_nothing_more(need: Callable[..., Any]) -> None:
    assert need(*TARGET, "--period", "2025-Q4")["rows"] == []


def test_the_screen_says_how_many_until_when(run_in_terminal: Run) -> None:
    words = ("--as-of", "2026-11-20", "rates", "--need", *TARGET, "--by", "lead_source")
    ran = run_in_terminal("-C", EXAMPLE, *words, columns=120)
    assert ran.code == 0
    assert '"Need and fit confirmed" a week from now on; after ' in ran.out
    assert "Each source keeps its share" in ran.out


@pytest.mark.parametrize("words", [("--period", "2027-Q1"), ("--target", "5"), ("--need", "--explain")])
def test_flags_that_do_not_go_together_are_refused(run: Run, words: tuple[str, ...]) -> None:
    ran = run("-C", EXAMPLE, "rates", *words)
    assert (ran.code, "--need" in ran.err) == (2, True)
