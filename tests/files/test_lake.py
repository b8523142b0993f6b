"""Other engines count what the one scan counts, to the byte, however the deals are cut into buckets."""

import os
import time
from pathlib import Path

import pandas as pd
import pytest
from trust_building import achieved, make_workspace, opened

from milestonectl.cli import root_command
from milestonectl.files.cache import cache_folder
from milestonectl.files.frame import read_frame
from milestonectl.files.lake import bucket
from milestonectl.files.lake.bucket import Counted, Kind, Source
from milestonectl.files.lake.duck import counting_by_duckdb
from milestonectl.files.lake.room import room
from milestonectl.files.record import append_rows
from milestonectl.history.backtest import SNAPSHOT
from milestonectl.history.past import Tables
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.row import Row, seal
from milestonectl.model.settings import DealField, Settings

FIELDS = ("seats",)
SETTINGS = Settings(fields=(DealField("seats", "number"),))
REPORTS = (
    ("rates", "-o", "json"),
    ("rates", "--by", "rep", "-o", "json"),
    ("pace", "--target", "9000", "--contract-value", "1000", "-o", "json"),
    ("coach", "-o", "json"),
    ("forecast", "-o", "json"),
    ("forecast", "--by", "rep", "-o", "json"),
    ("forecast", "--until", "2026-12-31", "--rep", "kim", "-o", "csv"),
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
    monkeypatch.setattr(bucket, "BUCKETS_AT_ONCE", 3)
    printed = []
    for engine in ("process", "duckdb"):
        with pytest.raises(SystemExit):
            root_command().main(["-C", str(root), *report, "--engine", engine])
        printed.append(capsys.readouterr())
    assert printed[0] == printed[1]
    assert len(printed[0].out) > 180


def test_by_the_snapshot_rate_too(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestonectl.commands.forecast.chosen_method", lambda *_known: SNAPSHOT)
    printed = []
    for engine in ("process", "duckdb"):
        with pytest.raises(SystemExit):
            root_command().main(["-C", str(root), "forecast", "-o", "json", "--engine", engine])
        printed.append(capsys.readouterr())
    assert printed[0] == printed[1]
    assert '"method": "snapshot rate"' in printed[0].out


def test_all_engines_keep_the_choice_of_a_method_under_the_same_name(root: Path) -> None:
    for engine in ("process", "duckdb"):
        with pytest.raises(SystemExit):
            root_command().main(["-C", str(root), "forecast", "--engine", engine])
    assert len(list(cache_folder().glob("method-*"))) == 1


def count_rows(frame: pd.DataFrame) -> Tables:
    """Instead of the scan: rows by deal."""
    found = frame.groupby("deal").size().reset_index(name="count")
    found = found.rename(columns={"deal": "sale_type"}).assign(measure="rows", group="", life="", currency="")
    return (found.assign(state=0, cause=0, days=0),)


def counted(*files: object, kind: Kind = "csv") -> Counted:
    with counting_by_duckdb(Source(tuple(map(str, files)), kind, FIELDS)) as counting:
        return counting(count_rows)


def test_parquet_and_csv_hold_the_same_rows(root: Path, tmp_path: Path) -> None:
    frame, _ = read_frame(root, FIELDS)
    frame.drop(columns=["account", "close_date"]).to_parquet(tmp_path / "ledger.parquet")
    csv, parquet = counted(f"{root}/ledger/**/*.csv"), counted(tmp_path / "*.parquet", kind="parquet")
    assert csv.tables[0].to_csv() == parquet.tables[0].to_csv()
    assert int(csv.tables[0]["count"].sum()) == len(frame)
    assert csv.unread == 0


def test_the_workspaces_own_ledger_is_read_as_by_every_command(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """YAML beside CSV, columns named again in another order, a line that is no row, and pieces of a few lines."""
    (root / "ledger/2026/dana.yaml").write_text("- {date: 2026-11-03, deal: D-1, event: achieved, milestone: signed}\n")
    path = root / "ledger/2026/kim.csv"
    header, *rows = path.read_text().splitlines()
    turned = [",".join(reversed(line.split(","))) for line in (header, *rows[50:])]
    path.write_text("\n".join([header, *rows[:50], "torn", *turned, ""]))
    expected = read_frame(root, FIELDS)[0].groupby("deal").size().tolist()
    for size in (300, 64_000_000):
        monkeypatch.setattr("milestonectl.files.lake.own.PIECE_BYTES", size)
        (table,), unread = counted(root, kind="workspace")
        assert (table["count"].tolist(), unread) == (expected, 1)


def test_rows_that_cannot_be_understood_are_counted_and_left_out(root: Path) -> None:
    path = root / "ledger/2026/dana.csv"
    text = path.read_text()
    path.write_text(text.replace(",achieved,", ",achieve,", 3).replace("2026-11-02,D-1,", "2026-13-02,D-1,", 1))
    (table,), unread = counted(path)
    assert unread == 4
    assert int(table["count"].sum()) == 90 - 4


def test_columns_named_twice_are_no_row(root: Path) -> None:
    """As git's union merge of two new files leaves them. Other columns would be read wrongly, so they are refused."""
    path = root / "ledger/2026/dana.csv"
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([header, *rows[:40], header, *rows[40:], ""]))
    assert (int(counted(path).tables[0]["count"].sum()), counted(path).unread) == (90, 0)
    swapped = header.replace("by,", "@,").replace("note,", "by,").replace("@,", "note,")
    path.write_text("\n".join([header, *rows[:40], swapped, *rows[40:], ""]))
    with pytest.raises(MilestonectlError, match="names its columns twice"):
        counted(path)


def test_what_a_killed_run_left_behind_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, new = tmp_path / "milestonectl-lake-killed", tmp_path / "milestonectl-lake-just-made"
    for folder, seconds in ((left, 100), (new, 0)):
        folder.mkdir()
        (folder / "lock").touch()
        os.utime(folder / "lock", (time.time() - seconds,) * 2)
    with room() as mine:
        os.utime(mine / "lock", (0, 0))
        with room() as other:
            assert {path.name for path in tmp_path.iterdir()} == {new.name, mine.name, other.name}
    assert [path.name for path in tmp_path.iterdir()] == [new.name]


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
