"""`import milestonectl` as a library."""

import datetime
import doctest
import subprocess
import sys
from pathlib import Path

import pytest
from trust_building import NOW, achieved, make_workspace, opened

import milestonectl
from milestonectl.files.record import append_rows
from milestonectl.files.workspace import read_definitions

ROOT = Path(__file__).parents[1]
DAY = datetime.date(2026, 11, 20)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_workspace(tmp_path)
    settings = read_definitions(tmp_path).settings
    rows = [
        opened("ACME-1", amount="84000.50", currency="EUR", close_date="2026-12-15", fields={"seats": "40"}),
        achieved("ACME-1", "met", kind="email", ref="1"),
        achieved("ACME-1", "signed", "2026-11-22T10:00:00.000000Z", date="2026-11-21"),
    ]
    append_rows(tmp_path, rows, settings, "2026/dana")
    return tmp_path


def test_deals_and_positions_are_those_of_the_day(root: Path) -> None:
    book = milestonectl.load(root, as_of=DAY)
    (deal,) = book.deals
    assert (deal.id, deal.outcome, list(deal.achievements)) == ("ACME-1", "open", ["met"])
    (position,) = book.positions
    assert (position.deal, position.idle, position.stage_title) == (deal, 17, "Last")
    assert milestonectl.load(root, as_of=datetime.date(2026, 11, 22)).deals[0].outcome == "won"


def test_the_folder_may_be_a_text_and_below_the_workspace(root: Path) -> None:
    assert len(milestonectl.load(str(root / "ledger"), as_of=DAY).deals) == 1


def test_the_ledger_is_a_table_of_the_rows_that_count(root: Path) -> None:
    table = milestonectl.load(root, as_of=DAY).ledger()
    assert list(table["event"]) == ["opened", "achieved"]
    assert list(table["date"].dt.strftime("%Y-%m-%d")) == ["2026-11-02", "2026-11-03"]
    assert table["recorded_at"].iloc[0].isoformat() == NOW.replace(".000000Z", "+00:00")
    assert table["amount"].iloc[0] == 84000.5
    assert table["amount"].isna().iloc[1]
    assert list(table["seats"]) == ["40", ""]
    assert list(table["contact"]) == ["", ""]


def test_an_empty_ledger_is_a_table_with_the_same_columns(root: Path, tmp_path: Path) -> None:
    full = milestonectl.load(root, as_of=DAY).ledger()
    empty = milestonectl.load(root, as_of=datetime.date(2020, 1, 1)).ledger()
    assert len(empty) == 0
    assert list(empty.columns) == list(full.columns)


def test_problems_are_values_with_a_place(root: Path) -> None:
    (root / "ledger" / "typed.csv").write_text("date,deal,event\n2026-02-30,ACME-1,lost\n")
    (problem,) = milestonectl.load(root, as_of=DAY).problems
    assert (problem.name, str(problem.place)) == ("wrong-date", "ledger/typed.csv:2:1")


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        milestonectl.__getattr__("lod")


def test_importing_loads_nothing_and_loading_no_pandas(root: Path) -> None:
    code = (
        "import sys, milestonectl; a = set(sys.modules); assert not {'typer', 'pydantic', 'numpy'} & a;"
        f"milestonectl.load({str(root)!r}).positions; assert 'pandas' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_the_examples_of_the_manual_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert doctest.testmod(milestonectl).failed == 0
