"""A plan that is given to the buyer tells nothing internal, and one that comes back writes only what belongs to it."""

import csv
import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_building import plan_from, written

from milestonectl.exchange.plans.pages import PAGES
from milestonectl.model.row import Row, seal

PROCESS = """
process: sale
title: Sale
wins: contract
stages:
  - id: discover
    title: Discover
    objective: SECRETobjective
    milestones:
      - id: needs
        title: Needs agreed
        evidence: {level: confirmed, kinds: [email], roles: [sponsor]}
        indicators: [SECRETindicator]
        plays: [{situation: SECRETsituation, ask: [SECRETask?], do: [SECRETdo], send: [SECRETsend.pdf]}]
      - {id: reference, title: Reference call, side: seller, evidence: {level: documented}}
      - {id: coach, title: SECRETcoaching, required: false, evidence: {level: confirmed, kinds: [email], roles: [sponsor]}}
      - {id: skipped, title: SECRETwaived}
  - id: close
    title: Close
    milestones:
      - {id: contract, title: Contract signed, typical_days: 5, evidence: {level: confirmed, kinds: [email], roles: [sponsor]}}
"""
SETTINGS = "currency: USD\nfields:\n  competitor: {type: text}\n  region: {type: text, choices: [SECRETregion]}\n"
FILES = {"processes/sale.yaml": PROCESS, "milestonectl.yaml": SETTINGS}
DAY = datetime.date(2026, 11, 21)
MARK = "SECRET"
HOSTILE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=6) | st.sampled_from(
    ["=1+1", "|", "](x)", "<b>", "\u202e", "]]>", "&", "\\", "_x0041_", ";", ","]
)
SECRET = st.builds(lambda before, after: f"{before}{MARK}{after}", HOSTILE, HOSTILE)


def everything(content: bytes) -> bytes:
    """What is in a file, unpacked and unfolded."""
    if not content.startswith(b"PK"):
        return content + content.replace(b"\r\n ", b"")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join([name.encode() + book.read(name) for name in book.namelist()])


def ledger(said: list[str], shared: str) -> list[Row]:
    note, reason, ref, competitor, other, coach, friend, by, source = said
    rows = [
        Row(date="2026-10-01", deal="D", event="opened", sale_type="sale", account=shared, owner="dana", amount="918273645", currency="EUR", close_date="2027-03-29", note=note, source=source, fields={"competitor": competitor, "region": "SECRETregion"}),
        Row(date="2026-10-02", deal="D", event="achieved", milestone="coach", by=by, kind="email", ref=ref, contact=coach, role="sponsor", note=note),
        Row(date="2026-10-03", deal="D", event="achieved", milestone="reference", by=by, kind="email", ref=ref, contact=friend, role="sponsor"),
        Row(date="2026-10-04", deal="D", event="achieved", milestone="needs", by=by, kind="email", ref=ref, note=note, reason=reason),
        Row(date="2026-10-05", deal="D", event="waived", milestone="skipped", by=by, reason=reason),
        Row(date="2026-10-06", deal="D", event="planned", milestone="contract", by=by, note=note),
        Row(date="2026-10-01", deal="OTHER-SECRET", event="opened", sale_type="sale", account=other, owner="dana"),
        Row(date="2026-10-02", deal="OTHER-SECRET", event="achieved", milestone="needs", by=by, kind="email", ref=ref, contact=other, role="sponsor"),
    ]  # fmt: skip
    return [seal(row, f"2026-11-0{n}T10:00:00.000000Z") for n, row in enumerate(rows, 1)]


@settings(deadline=None, max_examples=60)
@given(st.lists(SECRET, min_size=9, max_size=9), HOSTILE.map(lambda text: f"{text}SHARED"))
def test_a_plan_tells_nothing_internal_in_any_form_whatever_the_text(said: list[str], shared: str) -> None:
    plan = plan_from(FILES, ledger(said, shared), "D", DAY)
    assert {step.ref for step in plan.steps if step.done} == {"D/needs", "D/reference"}
    for form, write in PAGES.items():
        content = everything(write(plan))
        for secret in (MARK.encode(), b"918273645", b"2027-03-29", b"20270329", b"asserted", b"EUR"):
            assert secret not in content, (form, secret)
    assert b"SHARED" in everything(PAGES["markdown"](plan))


def test_a_step_that_is_only_asserted_looks_like_one_that_is_proven_but_for_who_confirmed_it() -> None:
    rows = ledger(["x"] * 9, "A")
    proven = [row._replace(contact="M. Ellery") if row.milestone == "needs" else row for row in rows]
    plans = [plan_from(FILES, told, "D", DAY) for told in (rows, proven)]
    asserted, confirmed = (next(step for step in plan.steps if step.ref == "D/needs") for plan in plans)
    assert asserted.done
    assert confirmed == asserted._replace(confirmed_by="M. Ellery")


Run = Callable[..., Any]
HEADER = "Done on,Confirmed by,Ref\n"


@pytest.fixture
def root(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-21T12:00:00+00:00")
    process = PROCESS.replace("SECRETsend.pdf", "a.pdf").replace("        plays", "        # plays")
    files = {"processes/sale.yaml": process, "team.yaml": "reps: [{id: dana, name: Dana}]\n"}
    folder = written(tmp_path / "workspace", {**files, "milestonectl.yaml": "currency: USD\ngates: warn\n"})
    for deal in ("ACME-1", "BOLT-2"):
        opened = run(
            "-C",
            str(folder),
            "open",
            deal,
            "--sale-type",
            "sale",
            "--account",
            deal,
            "--by",
            "dana",
            "--date",
            "2026-11-01",
        )
        assert opened.code == 0, opened.out + opened.err
    return folder


def rows_after_opening(root: Path) -> list[dict[str, str]]:
    """The rows of the ledger after the deals were opened."""
    files = sorted((root / "ledger").rglob("*.csv"))
    rows = [row for file in files for row in csv.DictReader(io.StringIO(file.read_text()))]
    return [row for row in rows if row["event"] != "opened"]


def come_back(root: Path, run: Run, text: str) -> Any:
    path = root.parent / "back.csv"
    path.write_text(HEADER + text)
    return run(
        "-C", str(root), "plan", "import", str(path), "--role", "sponsor", "--by", "dana", "--evidence", "email:1"
    )


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("2026-11-20,K. Roe,BOLT-2/needs\n2026-11-20,K. Roe,ACME-1/needs\n", 1, "a plan is of one deal"),
        ("2026-11-20,K. Roe,ACME-1/nonsense\n", 1, 'ACME-1 has no milestone "nonsense"'),
        ("2026-11-20,K. Roe,ACME-1/../needs\n", 2, "ACME-1/.."),
        ("2026-11-20,K. Roe,NONE-9/needs\n", 2, "NONE-9"),
        ("2026-11-22,K. Roe,ACME-1/needs\n", 1, "yet to come"),
        ("9999-12-31,K. Roe,ACME-1/needs\n", 1, "yet to come"),
        ("03/04/2026,K. Roe,ACME-1/needs\n", 1, "can be read in two ways"),
        ("2026-11-20,K. Roe,\n", 0, "nothing that is not on record"),
        ("2026-11-20,,ACME-1/needs\n", 0, "nothing that is not on record"),
        ("2026-11-20,K. Roe,needs\n", 0, "nothing that is not on record"),
    ],
)  # fmt: skip
def test_what_does_not_belong_to_the_plan_is_not_written(
    root: Path, run: Run, text: str, code: int, reason: str
) -> None:
    ran = come_back(root, run, text)
    assert (ran.code, rows_after_opening(root)) == (code, [])
    assert reason in " ".join((ran.out + ran.err).split())


def test_a_line_that_stands_twice_is_recorded_once_and_so_is_a_file_that_comes_twice(root: Path, run: Run) -> None:
    text = "2026-11-20,K. Roe,ACME-1/needs\n" * 3 + "2026-11-19, K.  Roe ,ACME-1/needs\n"
    assert come_back(root, run, text).code == 0
    assert [(row["deal"], row["milestone"], row["contact"]) for row in rows_after_opening(root)] == [
        ("ACME-1", "needs", "K. Roe")
    ]
    assert come_back(root, run, text).code == 0
    assert len(rows_after_opening(root)) == 1


def test_what_is_recorded_names_who_confirmed_and_hostile_names_stay_text(root: Path, run: Run) -> None:
    name = '=HYPERLINK("http://x") <img src=x onerror=alert(1)>'
    ran = come_back(root, run, '2026-11-20,"' + name.replace('"', '""') + '\x1b[2J",ACME-1/needs\n')
    assert ran.code == 0, ran.err
    assert "\x1b" not in ran.out
    assert "HYPERLINK" in ran.out
    (row,) = rows_after_opening(root)
    assert row["contact"] == f"{name} [2J"
    shown = run("-C", str(root), "export", "csv").out
    assert not [cell for line in csv.reader(io.StringIO(shown)) for cell in line if cell.startswith("=")]


def test_other_sheets_and_columns_of_a_workbook_are_left_alone(root: Path, run: Run) -> None:
    path = root.parent / "back.xlsx"
    assert run("-C", str(root), "plan", "export", "ACME-1", str(path)).code == 0
    book = openpyxl.load_workbook(path)
    sheet: Any = book["Plan"]
    rows = {cell.value: cell.row for cell in sheet["G"]}
    sheet.cell(rows["ACME-1/needs"], 5).value = datetime.datetime(2026, 11, 20)
    sheet.cell(rows["ACME-1/needs"], 6).value = "K. Roe"
    sheet.cell(rows["ACME-1/contract"], 6).value = "=1+1"
    sheet.cell(1, 8).value, sheet.cell(2, 8).value = "Discount", "=WEBSERVICE(1)"
    extra: Any = book.create_sheet("Ledger", 0)
    extra.append(["date", "deal", "event", "Ref", "Confirmed by"])
    extra.append(["2026-11-20", "BOLT-2", "lost", "BOLT-2/needs", "M. Allory"])
    book.save(path)
    ran = run(
        "-C", str(root), "plan", "import", str(path), "--role", "sponsor", "--by", "dana", "--evidence", "email:1"
    )
    assert ran.code == 0, ran.out + ran.err
    assert [(row["deal"], row["milestone"], row["contact"]) for row in rows_after_opening(root)] == [
        ("ACME-1", "needs", "K. Roe")
    ]
