"""Other engines count what the one scan counts, to the byte, however the deals are cut into buckets."""

from pathlib import Path

import pandas as pd
import pytest
from trust_building import achieved, make_workspace, opened

from milestonectl.cli import root_command
from milestonectl.files.frame import read_frame
from milestonectl.files.lake import bucket
from milestonectl.files.lake.bucket import Source
from milestonectl.files.lake.duck import counted_by_duckdb
from milestonectl.files.record import append_rows
from milestonectl.model.row import Row, seal
from milestonectl.model.settings import DealField, Settings

FIELDS = ("seats",)
SETTINGS = Settings(fields=(DealField("seats", "number"),))
REPORTS = (
    ("rates", "-o", "json"),
    ("rates", "--by", "rep", "-o", "json"),
    ("pace", "--target", "9000", "--contract-value", "1000", "-o", "json"),
    ("coach", "-o", "json"),
    ("movement", "--from", "2026-11-05", "-o", "json"),
    ("movement", "--from", "2026-10-01", "--to", "2026-11-12", "--rep", "kim", "-o", "csv"),
)


def ledger() -> list[Row]:
    rows = []
    for number in range(60):
        deal = f"D-{number}"
        rows.append(opened(deal, amount=str(1000 + number), owner="kim" if number % 3 else "dana"))
        rows += [achieved(deal)] if number % 4 else []
        rows += [achieved(deal, "signed", date=f"2026-11-{10 + number % 9}")] if number % 5 == 1 else []
        rows += [seal(Row(date="2026-11-09", deal=deal, event="lost", reason="price"))] if number % 5 == 2 else []
        rows += (
            [seal(Row(date="2026-11-08", deal=deal, event="voided", ref=rows[-1].id, reason="no"))]
            if number % 7 == 3
            else []
        )
    return rows


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-20T12:00:00+00:00")
    made = make_workspace(tmp_path)
    rows = ledger()
    append_rows(made, rows[:90], SETTINGS, "2026/dana")
    append_rows(made, rows[90:], SETTINGS, "2026/kim")
    return made


@pytest.mark.parametrize("rows_a_bucket", [10**6, 60])
@pytest.mark.parametrize("report", REPORTS, ids=" ".join)
def test_duckdb_gives_the_same_bytes_for_any_number_of_buckets(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    rows_a_bucket: int,
    report: tuple[str, ...],
) -> None:
    monkeypatch.setattr(bucket, "ROWS_A_BUCKET", rows_a_bucket)
    printed = []
    for engine in ("process", "duckdb"):
        with pytest.raises(SystemExit):
            root_command().main(["-C", str(root), *report, "--engine", engine])
        printed.append(capsys.readouterr())
    assert printed[0] == printed[1]
    assert len(printed[0].out) > 400


def count_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Instead of the scan: rows by deal."""
    found = frame.groupby("deal").size().reset_index(name="count")
    found = found.rename(columns={"deal": "sale_type"}).assign(measure="rows", group="", life="", currency="")
    return found.assign(state=0, cause=0, days=0)


def test_parquet_and_csv_hold_the_same_rows(root: Path, tmp_path: Path) -> None:
    frame, _ = read_frame(root, FIELDS)
    frame.drop(columns=["account", "close_date"]).to_parquet(tmp_path / "ledger.parquet")
    csv = counted_by_duckdb(Source((f"{root}/ledger/**/*.csv",), "csv", FIELDS), count_rows)
    parquet = counted_by_duckdb(Source((str(tmp_path / "*.parquet"),), "parquet", FIELDS), count_rows)
    assert csv[0].to_csv() == parquet[0].to_csv()
    assert int(csv[0]["count"].sum()) == len(frame)
    assert csv[1] == 0


def test_rows_that_cannot_be_understood_are_counted_and_left_out(root: Path) -> None:
    path = root / "ledger/2026/dana.csv"
    text = path.read_text()
    path.write_text(text.replace(",achieved,", ",achieve,", 3).replace("2026-11-02,D-1,", "2026-13-02,D-1,", 1))
    tables, unread = counted_by_duckdb(Source((str(path),), "csv", FIELDS), count_rows)
    assert unread == 4
    assert int(tables["count"].sum()) == 90 - 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--engine", "duckdb", "--ledger", "x.txt"), "*.parquet or *.csv; here are txt"),
        (("--engine", "duckdb", "--ledger", "nowhere/*.csv"), "DuckDB cannot read nowhere/*.csv"),
        (("--ledger", "x.csv"), "--ledger is read by --engine duckdb"),
        (("--engine", "duckdb", "--explain"), "--explain names single deals"),
    ],
)
def test_what_cannot_be_counted_is_said(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        root_command().main(["-C", str(root), "rates", *arguments])
    assert stop.value.code in (2, 3)
    assert message in capsys.readouterr().err
