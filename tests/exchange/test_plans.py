import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from small_building import plan_from, written

from milestonectl.exchange.plans.answers import read_answer
from milestonectl.exchange.plans.pages import PAGES, calendar, markdown
from milestonectl.exchange.plans.plan import Plan
from milestonectl.model.row import Row, seal

PROCESS = """
process: sale
title: Sale
wins: contract
stages:
  - id: discover
    title: Discover
    milestones:
      - {id: needs, title: Needs agreed, side: mutual, evidence: {level: confirmed, kinds: [email, document], roles: [economic-buyer]}}
      - {id: secret, title: Reference call, side: seller, required: true}
  - id: close
    title: Close
    milestones:
      - {id: legal, title: "Legal, and |security|; done", side: buyer, typical_days: 10, evidence: {level: confirmed, kinds: [email, document], roles: [legal]}}
      - {id: contract, title: Contract signed, side: mutual, typical_days: 5}
"""
TEAM = "reps:\n  - {id: dana, name: Dana Whitlock}\n"
FILES = {"processes/sale.yaml": PROCESS, "team.yaml": TEAM}
DAY = datetime.date(2026, 11, 21)
ROWS = [
    Row(date="2026-10-01", deal="ACME-14", event="opened", sale_type="sale", account="Acme *Pumps*", owner="dana", amount="84000", note="they are desperate"),
    Row(date="2026-10-29", deal="ACME-14", event="achieved", milestone="needs", by="dana", kind="email", ref="2f9c", contact="M. Ellery", role="economic-buyer", note="weak champion"),
    Row(date="2026-11-02", deal="ACME-14", event="waived", milestone="secret", by="lee", reason="no time"),
    Row(date="2026-12-04", deal="ACME-14", event="planned", milestone="contract", by="dana"),
]  # fmt: skip


def acme() -> Plan:
    rows = [seal(row, f"2026-11-0{n}T10:00:00.000000Z") for n, row in enumerate(ROWS, 1)]
    return plan_from(FILES, rows, "ACME-14", DAY)


def test_a_plan_has_the_steps_with_owners_on_both_sides_and_days() -> None:
    steps = [(s.ref, s.buyer, s.seller, str(s.date), s.promised, s.done, s.confirmed_by) for s in acme().steps]
    assert steps == [
        ("ACME-14/needs", "M. Ellery", "Dana Whitlock", "2026-10-29", False, True, "M. Ellery"),
        ("ACME-14/legal", "legal", "", "2026-12-01", False, False, ""),
        ("ACME-14/contract", "", "Dana Whitlock", "2026-12-04", True, False, ""),
    ]


@pytest.mark.parametrize("secret", ["84000", "desperate", "champion", "Reference", "waived", "no time", "2f9c", "lee"])
def test_nothing_internal_is_in_any_form_of_it(secret: str) -> None:
    assert secret not in markdown(acme())
    assert secret not in calendar(acme())
    book = openpyxl.load_workbook(io.BytesIO(PAGES["xlsx"](acme())))
    assert not [c for row in book["Plan"].iter_rows() for c in row if secret in str(c.value)]


def test_markdown_shows_names_as_they_are() -> None:
    text = markdown(acme())
    assert text.startswith("# Plan: Acme \\*Pumps\\*\n\nAs of 2026-11-21. With Dana Whitlock.\n")
    assert "| Legal, and \\|security\\|; done | legal |  | 2026-12-01 |  |  | ACME-14/legal |\n" in text


def test_a_calendar_has_an_entry_for_each_remaining_step() -> None:
    text = calendar(acme())
    assert text.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Legal\\, and |security|\\; done (Acme *Pumps*)\r\n" in text
    assert "DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261202\r\n" in text
    assert [line for line in text.split("\r\n") if line.startswith("STATUS")] == [
        "STATUS:TENTATIVE",
        "STATUS:CONFIRMED",
    ]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_long_lines_of_a_calendar_are_folded_and_unfold_to_the_same() -> None:
    step = acme().steps[1]._replace(title="Prüfung " * 20)
    text = calendar(acme()._replace(steps=(step,)))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert ("Prüfung " * 20).strip() in text.replace("\r\n ", "")


def answered(folder: Path, suffix: str) -> Path:
    """The plan as the buyer sends it back: legal is done."""
    path = folder / f"plan{suffix}"
    if suffix == ".md":
        done = "| 2026-11-20 | K. Roe | ACME-14/legal |"
        path.write_text(markdown(acme()).replace("|  |  | ACME-14/legal |", done))
    else:
        book = openpyxl.load_workbook(io.BytesIO(PAGES["xlsx"](acme())))
        sheet: Any = book["Plan"]
        sheet["E3"], sheet["F3"] = datetime.datetime(2026, 11, 20), "K. Roe"
        book.save(path)
    return path


@pytest.mark.parametrize("suffix", [".md", ".xlsx"])
def test_a_plan_that_comes_back_confirms_what_is_filled_in(tmp_path: Path, suffix: str) -> None:
    answer = read_answer(answered(tmp_path, suffix), DAY)
    assert answer.problems == ()
    assert [(c.deal, c.milestone, str(c.day), c.contact) for c in answer.confirmations] == [
        ("ACME-14", "needs", "2026-10-29", "M. Ellery"),
        ("ACME-14", "legal", "2026-11-20", "K. Roe"),
    ]


def test_an_unreadable_day_and_a_file_that_is_no_plan_are_problems(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Done on,Confirmed by,Ref\n03/04/2026,K. Roe,ACME-14/legal\n,K. Roe,ACME-14/contract\n,,\n")
    answer = read_answer(path, DAY)
    assert [(p.name, p.place.line) for p in answer.problems] == [("wrong-date", 2)]
    assert [(c.milestone, c.day) for c in answer.confirmations] == [("contract", DAY)]
    path.write_text("a,b\n1,2\n")
    assert [p.name for p in read_answer(path, DAY).problems] == ["missing-column"]


Run = Callable[..., Any]


@pytest.fixture
def root(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-21T12:00:00+00:00")
    folder = written(tmp_path / "workspace", FILES)
    (folder / "ledger").mkdir()
    header = "date,deal,event,milestone,by,kind,ref,contact,role,sale_type,account,owner,reason,recorded_at,id"
    lines = [
        ",".join(
            str(getattr(seal(row._replace(note="", amount=""), "2026-11-01T10:00:00.000000Z"), name))
            for name in header.split(",")
        )
        for row in ROWS
    ]
    (folder / "ledger" / "a.csv").write_text("\n".join([header, *lines]) + "\n")
    return folder


def test_the_buyers_word_is_recorded_as_evidence_from_the_buyer_and_only_once(
    root: Path, run: Run, tmp_path: Path
) -> None:
    path = answered(tmp_path, ".md")
    ran = run("-C", str(root), "plan", "import", str(path), "--role", "legal", "--by", "dana")
    assert ran.code == 0, ran.err
    shown = run("-C", str(root), "export", "jsonl", "--what", "milestones").out
    assert '"milestone": "legal", "title": "Legal, and |security|; done", "state": "confirmed"' in shown
    again = run("-C", str(root), "plan", "import", str(path), "--by", "dana")
    assert (again.code, again.out) == (0, "The plan confirms nothing that is not on record.\n")


def test_a_gate_holds_for_the_buyers_word_too(root: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "Done on,Confirmed by,Ref\n2026-11-20,K. Roe,ACME-14/contract\n,K. Roe,ACME-14/nonsense\n2027-01-01,K. Roe,ACME-14/legal\n"
    )
    process = root / "processes" / "sale.yaml"
    process.write_text(
        PROCESS.replace(
            "{id: contract, title: Contract signed,", "{id: contract, needs: [legal], title: Contract signed,"
        )
    )
    ran = run("-C", str(root), "plan", "import", str(path), "--by", "dana")
    assert ran.code == 1
    assert len((root / "ledger" / "a.csv").read_text().splitlines()) == 5
    assert not (root / "ledger" / "2026").exists()


def test_plan_still_promises_a_milestone(root: Path, run: Run) -> None:
    assert run("-C", str(root), "plan", "ACME-14", "legal", "--date", "2026-12-01", "--by", "dana").code == 0
    assert "promise" in run("plan", "--help").out
    assert run("-C", str(root), "plan", "export", "ACME-14", "-o", "xlsx").code == 2
    assert run("-C", str(root), "plan", "export", "ACME-14", str(root.parent / "p.ics")).code == 0
    assert (root.parent / "p.ics").read_text().startswith("BEGIN:VCALENDAR")
