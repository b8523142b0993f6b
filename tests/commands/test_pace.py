import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
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
      - {id: qualified, title: Qualified}
      - {id: discovery, title: Discovery}
      - {id: proof, title: Proof}
      - {id: contract, title: Contract}
"""
TEAM = "reps: [{id: dana, name: Dana Whitlock, targets: [{period: 2026, sale_type: service, revenue: 600000}]}]\n"
LEDGER = """date,deal,event,milestone,owner,sale_type,amount
2026-01-05,D1,opened,,dana,service,40000
2026-01-06,D1,achieved,qualified,,,
2026-02-06,D1,achieved,qualified,,,
2026-11-06,D1,achieved,contract,,,
2025-11-06,D2,opened,,dana,service,40000
2025-11-07,D2,achieved,qualified,,,
2026-01-07,D2,achieved,discovery,,,
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(
        tmp_path,
        {
            "team.yaml": TEAM,
            "processes/service.yaml": PROCESS,
            "ledger/a.csv": LEDGER,
        },
    )


def test_targets_of_the_team_make_the_pace(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "--as-of", "2026-11-20", "pace", "--no-history", "-o", "json")
    document = json.loads(ran.out)
    (row,) = document["rows"]
    assert (ran.code, document["schema"]) == (0, "milestonectl/pace/1")
    assert (row["rep"], row["wins_needed"], row["milestones_needed"], row["per_week"]) == ("dana", 12.0, 96.0, 2.0)
    assert {m["milestone"]: m["achieved"] for m in row["milestones"]} == {
        "qualified": 1,
        "discovery": 1,
        "proof": 0,
        "contract": 1,
    }


def test_flags_override_the_team(root: Path, run: Run) -> None:
    ran = run(
        "-C",
        str(root),
        "--as-of",
        "2026-11-20",
        "pace",
        "--target",
        "300000",
        "--contract-value",
        "100000",
        "-o",
        "csv",
    )
    header, first, *_ = ran.out.splitlines()
    assert dict(zip(header.split(","), first.split(","), strict=True))["wins_needed"] == "3.0"


def test_without_any_target_the_flag_is_named(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "pace", "--period", "2020")
    assert ran.code == 2
    assert "--target" in ran.err


@pytest.mark.parametrize("wrong", ["-5", "0", "1e9", "NaN", "1,000"])
def test_an_amount_is_a_plain_positive_number(root: Path, run: Run, wrong: str) -> None:
    ran = run("-C", str(root), "pace", f"--target={wrong}")
    assert (ran.code, "plain number" in ran.err) == (2, True)


def test_status_says_how_the_quarter_stands(root: Path, run_in_terminal: Run) -> None:
    ran = run_in_terminal("-C", str(root), "--as-of", "2026-11-20", "status", columns=120)
    assert (
        " Won this quarter USD 40K of 152K.\n 0.1 of 2.0 milestones a week by the rule of two; history: milestonectl pace"
        in ran.out
    )


def test_status_says_what_pace_says_before_any_history(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "--as-of", "2026-11-20", "pace", "--period", "2026-Q4", "--no-history", "-o", "json")
    assert sum(row["per_week"] for row in json.loads(ran.out)["rows"]) == pytest.approx(2.0, abs=0.05)


def test_a_contract_is_worth_the_same_to_coach_as_to_pace(root: Path, run: Run) -> None:
    levers = json.loads(run("-C", str(root), "--as-of", "2026-11-20", "coach", "-o", "json").out)["leverage"]
    (row,) = json.loads(run("-C", str(root), "--as-of", "2026-11-20", "pace", "-o", "json").out)["rows"]
    assert row["contract_value_basis"]["won"] > 0
    assert row["contract_value"] != row["contract_value_basis"]["stated"]
    assert {round(each["revenue"] / each["wins"], 2) for each in levers} == {row["contract_value"]}


def test_history_weighs_beside_the_rule(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "--as-of", "2026-11-20", "pace", "-o", "json")
    (row,) = json.loads(ran.out)["rows"]
    first = row["milestones"][0]
    assert (first["went_on"], first["decided"], first["own_share"]) == (
        2,
        2,
        pytest.approx(1 - 5 / 7 * 15 / 17, abs=1e-6),
    )
    assert row["milestones_needed"] < 96
    assert (row["ahead"]["won"], row["ahead"]["in_flight"]) == (1, 1)


def test_explain_shows_every_line(root: Path, run_in_terminal: Run) -> None:
    ran = run_in_terminal("-C", str(root), "--as-of", "2026-11-20", "pace", "--no-history", "--explain", columns=120)
    assert "12.0000 / 0.303338" in ran.out
    assert "= 39.56" in ran.out


@pytest.mark.parametrize("day", ["2026-02-10", "2026-11-20", "2026-12-28"])
def test_every_line_of_the_arithmetic_gives_what_it_says(root: Path, run_in_terminal: Run, day: str) -> None:
    """As a rep checks it: type the line into a calculator, up to the rounding of the numbers in it."""
    shown = run_in_terminal("-C", str(root), "--as-of", day, "pace", "--explain", columns=160).out
    lines = re.findall(r"^ (\S.*?)  +([(\d].*?)  += ([\d.,]+)$", shown, re.MULTILINE)
    calculated = [
        (name, sum_, said) for name, sum_, said in lines if not name.startswith(("The rule", "For ", "In time, week"))
    ]
    for name, words, said in calculated:
        bare = re.sub(r" days| a week| weeks?, as less is left| weeks?| on average|,(?=\d{3})", "", words)
        lowest = "at least" in bare
        result = float(str(pd.eval(bare.replace(", at least 0", "").replace(" x ", "*"))))
        places = len(said.partition(".")[2])
        assert (max(0, result) if lowest else result) == pytest.approx(
            float(said.replace(",", "")), abs=0.02 if places == 2 else 2e-3 if places == 3 else 2e-4
        ), (name, words, said)
    names = {name for name, _, _ in calculated}
    assert {"Wins", "All", "Left", "Selling weeks left", "A week, now", "In flight", "From new deals"} <= names
    assert "or more of" in shown


def test_the_ramp_of_a_new_rep_is_said(root: Path, run_in_terminal: Run) -> None:
    (root / "milestonectl.yaml").write_text("ramp: [0, 0.25, 0.5, 0.75]\n")
    (root / "team.yaml").write_text(TEAM.replace("name: Dana Whitlock", "name: Dana Whitlock, started: 2026-01-01"))
    ran = run_in_terminal("-C", str(root), "--as-of", "2026-11-20", "pace", "--period", "2026-Q4", columns=120)
    assert "USD 190,843" in ran.out, ran.out
    assert (
        "Dana Whitlock began on 2026-01-01: days of the first months count 0%, 25%, 50%, 75%, then in full." in ran.out
    )


@pytest.mark.parametrize("wrong", ["[0, 1.5]", "[-0.5]", "0.5"])
def test_a_ramp_is_a_list_of_shares(root: Path, run: Run, wrong: str) -> None:
    (root / "milestonectl.yaml").write_text(f"ramp: {wrong}\n")
    ran = run("-C", str(root), "validate")
    assert (ran.code, "ramp" in ran.out) == (1, True), ran.out + ran.err


@pytest.mark.parametrize(
    ("flags", "value", "won"), [((), 48333.33, 1), (("--no-history",), 50000, 0), (("--contract-value=7",), 7, 0)]
)
def test_what_was_won_weighs_beside_the_stated_value(
    root: Path, run: Run, flags: tuple[str, ...], value: float, won: int
) -> None:
    ran = run("-C", str(root), "--as-of", "2026-11-20", "pace", *flags, "-o", "json")
    (row,) = json.loads(ran.out)["rows"]
    assert (row["contract_value"], row["contract_value_basis"]["won"]) == (value, won)  # (40,000 + 5 x 50,000) / 6


def test_too_late_for_new_deals_is_said_in_words_and_no_number_stands(
    root: Path, run_in_terminal: Run, run: Run
) -> None:
    asked = ("-C", str(root), "--as-of", "2026-12-28", "pace")
    shown = run_in_terminal(*asked, columns=160).out
    assert 'Too late for new "Qualified"' in shown
    assert "What is in flight should bring 1.0 of" in shown
    assert "That takes" not in shown
    assert json.loads(run(*asked, "-o", "json").out)["rows"][0]["ahead"]["first_milestones_per_week"] is None
