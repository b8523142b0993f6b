import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_building import written

from milestonectl.files.cache import cache_folder
from milestonectl.history.backtest import SNAPSHOT

Run = Callable[..., Any]
PROCESS = """
process: sale
title: Sale
wins: signed
stages: [{id: a, title: A, milestones: [{id: met, title: Met, typical_days: 10}, {id: signed, title: Signed, typical_days: 20}]}]
"""
LEDGER = """date,deal,event,milestone,sale_type,owner,amount,close_date
2026-10-01,D1,opened,,sale,dana,100,2026-12-01
2026-10-05,D1,achieved,met,,,,
2026-10-02,D2,opened,,sale,lee,50.50,2026-12-01
2026-10-02,D3,opened,,sale,lee,7,2026-12-01
2026-11-02,D3,achieved,signed,,,,
"""
AT = ("--as-of", "2026-11-20")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(tmp_path, {"processes/sale.yaml": PROCESS, "ledger/a.csv": LEDGER})


def test_the_document_has_its_keys(root: Path, run: Run) -> None:
    ran = run("-C", str(root), *AT, "forecast", "-o", "json")
    document = json.loads(ran.out)
    first = document["periods"][0]
    assert (ran.code, document["schema"], first["start"], first["end"]) == (
        0, "milestonectl/forecast/1", "2026-10-01", "2026-12-31",
    )  # fmt: skip
    assert first["booked"] == 7.0
    assert first["at_least_90pct"] <= first["median"] <= first["at_least_10pct"]
    assert [deal["deal"] for deal in document["deals"]] == ["D1", "D2"]
    assert list(document["deals"][0]["win_by"]) == ["2026-12-31", "2027-03-31"]


def test_a_rep_and_a_day_restrict_it(root: Path, run: Run) -> None:
    ran = run("-C", str(root), *AT, "forecast", "--rep", "lee", "--until", "2026-12-05", "-o", "json")
    document = json.loads(ran.out)
    assert [deal["deal"] for deal in document["deals"]] == ["D2"]
    assert document["periods"][0]["end"] == "2026-12-05"


def test_a_deal_is_explained_in_words(root: Path, run_in_terminal: Run) -> None:
    ran = run_in_terminal("-C", str(root), *AT, "forecast", "--explain", "d1")
    assert "It has reached 1 of 2 milestones, last: Met." in ran.out


@pytest.mark.parametrize("wrong", [("--period", "2020"), ("--until", "2020-01-01"), ("--explain", "D9")])
def test_what_cannot_be_forecast_is_refused(root: Path, run: Run, wrong: tuple[str, str]) -> None:
    assert run("-C", str(root), *AT, "forecast", *wrong).code == 2


def test_the_snapshot_rate_is_named_when_it_is_used(
    root: Path, run: Run, run_in_terminal: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestonectl.commands.forecast.chosen_method", lambda *_known: SNAPSHOT)
    assert json.loads(run("-C", str(root), *AT, "forecast", "-o", "json").out)["method"] == "snapshot rate"
    shown = run_in_terminal("-C", str(root), *AT, "forecast").out
    assert "By the snapshot rate: on your past quarters it did better" in shown
    assert "milestonectl --as-of 2026-09-30 backtest --origins 6" in shown


def test_the_method_is_chosen_once_a_quarter(root: Path, run: Run) -> None:
    """Rows of this quarter do not change what the choice is kept under; rows of the past do."""

    def kept_after(line: str) -> set[str]:
        with (root / "ledger" / "a.csv").open("a") as file:
            file.write(line)
        assert run("-C", str(root), *AT, "forecast").code == 0
        return {path.name for path in cache_folder().glob("method-*")}

    first = kept_after("")
    assert len(first) == 1
    assert kept_after("2026-11-03,D2,achieved,met,,,,\n") == first
    assert len(kept_after("2026-08-03,D0,opened,,sale,lee,7,2026-12-01\n")) == 2


def test_by_rep_each_deal_counts_for_its_owner_and_means_add_up(root: Path, run: Run) -> None:
    document = json.loads(run("-C", str(root), *AT, "forecast", "--by", "rep", "-o", "json").out)
    quarter = [group for group in document["groups"] if group["end"] == "2026-12-31"]
    assert [(group["group"], group["booked"]) for group in quarter] == [("dana", 0.0), ("lee", 7.0)]
    whole = document["periods"][0]
    assert sum(group["open"] for group in quarter) == pytest.approx(whole["open"], rel=0.1)
    assert document["by"] == "rep"


def test_a_manager_has_the_deals_of_the_team(root: Path, run: Run) -> None:
    (root / "team.yaml").write_text("reps:\n  - {id: dana, name: Dana, manager: kim}\n  - {id: lee, name: Lee}\n")
    document = json.loads(run("-C", str(root), *AT, "forecast", "--by", "manager", "-o", "json").out)
    assert {group["group"] for group in document["groups"]} == {"kim", "nobody's team"}


def test_coverage_is_open_over_missing(root: Path, run: Run) -> None:
    """D1 100 and D2 50.50 are open; 307 are the target and 7 are won: 150.50 / 300."""
    team = "reps:\n  - {id: dana, name: Dana, targets: [{period: 2026-Q4, revenue: 307}]}\n"
    (root / "team.yaml").write_text(team)
    first = json.loads(run("-C", str(root), *AT, "forecast", "-o", "json").out)["periods"][0]
    assert (first["target"], first["coverage"]) == (307.0, pytest.approx(150.5 / 300, abs=1e-4))


def test_groups_fit_80_columns_and_come_as_rows_in_a_pipe(root: Path, run: Run, run_in_terminal: Run) -> None:
    shown = run_in_terminal("-C", str(root), *AT, "forecast", "--by", "sale-type").out
    assert all(len(line) <= 80 for line in shown.splitlines() if "Ranges" not in line)
    assert "2026-Q4 by sale type" in shown
    piped = run("-C", str(root), *AT, "forecast", "--by", "sale-type").out.splitlines()
    assert piped[0].split("\t")[:2] == ["sale", "2026-10-01"]


def test_with_nothing_to_forecast_it_says_what_to_do(root: Path, run_in_terminal: Run) -> None:
    (root / "ledger" / "a.csv").write_text("date,deal,event\n")
    ran = run_in_terminal("-C", str(root), *AT, "forecast")
    assert "There is nothing to forecast" in ran.out
    assert "milestonectl import FILE" in ran.out
    assert "Even chance of" not in ran.out


def test_where_hardly_anything_can_come_words_stand_for_the_range(root: Path, run_in_terminal: Run, run: Run) -> None:
    """Two days to go: the screen prints no number, the document keeps what was simulated."""
    at = ("-C", str(root), *AT, "forecast", "--until", "2026-11-21")
    screen = run_in_terminal(*at).out
    assert "until 2026-11-21, USD: fewer than 1 chance in 10" in screen
    assert "0 to 0" not in screen
    (period,) = json.loads(run(*at, "-o", "json").out)["periods"]
    assert (period["currency"], period["at_least_10pct"]) == ("USD", 0.0)


def test_the_choice_is_that_of_the_backtest_whose_command_the_screen_names(run: Run) -> None:
    example = ("-C", str(Path(__file__).parents[2] / "examples" / "halden"))
    backtest = json.loads(run(*example, "--as-of", "2026-09-30", "backtest", "--origins", "6", "-o", "json").out)
    method = json.loads(run(*example, "--as-of", "2026-11-20", "forecast", "-o", "json").out)["method"]
    assert (backtest["chosen"] == SNAPSHOT) == (method == SNAPSHOT)
