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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    rows = ["date,deal,event,milestone,sale_type,reason"]
    for number in range(24):
        month = number % 12 + 1
        rows.append(f"2025-{month:02}-03,D{number},opened,,sale,")
        rows.append(
            f"2025-{month:02}-{20 + number % 5},D{number},{('achieved,signed,,', 'lost,,,price')[number % 3 == 0]}"
        )
    return written(
        tmp_path,
        {
            "processes/sale.yaml": PROCESS,
            "ledger/a.csv": "\n".join(rows) + "\n",
        },
    )


def test_the_document_has_its_keys(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "--as-of", "2026-01-15", "backtest", "--from-day", "2025-11-10", "-o", "json")
    document = json.loads(ran.out)
    assert (ran.code, document["schema"], document["chosen"]) == (0, "milestonectl/backtest/1", "milestones and age")
    assert [origin["open"] for origin in document["origins"]] == [2]
    assert set(document["rows"][0]) == {"method", "brier", "calibration", "crps", "coverage_80", "wape"}
    assert (document["measured_in"], document["money"]) == ("wins", [])
    assert document["rows"] == document["wins"]


def with_amounts(root: Path) -> Path:
    """Those with an even number in dollars, the others in euros."""
    path = root / "ledger" / "a.csv"
    head, *rows = path.read_text().splitlines()
    openings = {True: ",100,USD", False: ",100,EUR"}
    told = [f"{row}{openings[int(row.split(',')[1][1:]) % 2 == 0] if ',opened,' in row else ',,'}" for row in rows]
    path.write_text("\n".join([f"{head},amount,currency", *told]) + "\n")
    return root


def test_deals_with_amounts_are_measured_in_money_of_each_currency(root: Path, run: Run) -> None:
    at = ("-C", str(with_amounts(root)), "--as-of", "2026-01-15")
    document = json.loads(run(*at, "backtest", "--from-day", "2025-08-10", "-o", "json").out)
    assert document["measured_in"] == "money"
    assert {row["currency"] for row in document["money"]} == {"EUR", "USD"}
    (origin,) = document["origins"]
    assert [set(total) for total in origin["totals"]] == [{"currency", "came", "said"}] * 2
    own = [row for row in document["money"] if row["method"] == document["chosen"]]
    won = sum(row["won"] for row in own)
    expected = sum(row["crps"] * row["won"] for row in own) / won
    (chosen,) = [row for row in document["rows"] if row["method"] == document["chosen"]]
    assert chosen["crps"] == pytest.approx(expected, abs=1e-5)
    failed = run(*at, "backtest", "--from-day", "2025-08-10", "--fail-if", f"crps>{expected - 0.001:.5f}")
    assert failed.code == 1


@pytest.mark.parametrize("columns", ["80", "160"])
def test_the_screen_says_what_it_measures(
    root: Path, run_in_terminal: Run, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ran = run_in_terminal(
        "-C", str(with_amounts(root)), "--as-of", "2026-01-15", "backtest", "--from-day", "2025-08-10"
    )
    assert "of all money of the period" in ran.out
    assert "EUR and USD: fewer than 20 deals won" in ran.out
    assert max(map(len, ran.out.splitlines())) <= int(columns)


@pytest.mark.parametrize(
    ("limit", "code"),
    [("brier>0.99", 0), ("brier>0", 1), ("calibration < 0", 0), ("coverage_80<2", 1), ("brier", 2), ("speed>1", 2)],
)
def test_fail_if_is_for_ci(root: Path, run: Run, limit: str, code: int) -> None:
    ran = run("-C", str(root), "--as-of", "2026-01-15", "backtest", "--from-day", "2025-11-10", "--fail-if", limit)
    assert ran.code == code


def test_what_failed_is_named(root: Path, run: Run) -> None:
    limits = ("--fail-if", "coverage_80<2", "--fail-if", "brier>0.99")
    ran = run("-C", str(root), "--as-of", "2026-01-15", "backtest", "--from-day", "2025-11-10", *limits, "-o", "json")
    (failed,) = json.loads(ran.out)["failed"]
    assert failed.startswith("coverage_80 ")
    assert failed.endswith(" < 2")
    assert f"--fail-if: {failed}" in ran.err


def test_no_evidence_is_no_pass(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "--as-of", "2025-02-01", "backtest", "--fail-if", "brier>0.9")
    assert (ran.code, "brier cannot be measured yet" in ran.err) == (1, True)


def test_a_young_ledger_says_so(root: Path, run_in_terminal: Run) -> None:
    ran = run_in_terminal("-C", str(root), "--as-of", "2025-02-01", "backtest")
    assert (ran.code, "No quarter has ended yet" in ran.out) == (0, True)
