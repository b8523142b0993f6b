"""Text from a ledger reaches terminals, spreadsheets, Markdown and pages as text."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from trust_building import achieved, make_workspace, opened

from milestonectl.files.record import append_rows
from milestonectl.model.row import Row, seal
from milestonectl.model.settings import Settings

Run = Callable[..., Any]
PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "template": "{{7*7}}${7*7}",
    "link": "[pay](javascript:alert(1))",
    "cells": "a | b | c",
    "markup": "[bold red]Acme[/bold red] [link=file:///etc/passwd]x[/link]",
    "clear": "Acme\x1b[2J\x1b[1;1H",
    "title": "Acme\x1b]0;owned\x07",
    "hyperlink": "\x1b]8;;http://evil.example\x1b\\Acme\x1b]8;;\x1b\\",
    "one character": "\x9b2J",
    "backwards": "Acme\u202egpj.exe",
    "invisible": "Ac\u200bme\u2066",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)",
}
UNSAFE = ("\x1b", "\x07", "\x9b", "\u202e", "\u200b", "\u2066")
REPORTS = [
    ("status",),
    ("status", "--by", "rep"),
    ("status", "--outcome", "all"),
    ("show", "ACME-1", "--history"),
    ("next",),
    ("next", "ACME-1"),
    ("validate",),
    ("validate", "-o", "concise"),
    ("audit",),
    ("undo", "--dry-run"),
    ("pace", "--target", "600000", "--contract-value", "50000"),
]


@pytest.fixture(params=list(PAYLOADS.values()), ids=list(PAYLOADS))
def payload(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def root(tmp_path: Path, payload: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which every text that a person can choose is hostile."""
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-21T10:00:00+00:00")
    monkeypatch.setenv("MILESTONECTL_REP", "dana")
    root = make_workspace(tmp_path)
    quoted = json.dumps(payload)
    (root / "team.yaml").write_text(f"reps:\n  - {{id: dana, name: {quoted}}}\n")
    process = root / "processes" / "sale.yaml"
    process.write_text(
        process.read_text().replace("title: Offered", f"title: {quoted}").replace("title: First", f"title: {quoted}")
    )
    proof = {"kind": payload, "ref": payload, "contact": payload, "role": payload, "note": payload, "reason": payload}
    rows = [
        opened(account=payload, note=payload),
        opened(payload, account=payload),
        achieved(**proof),
        seal(
            Row(date="2026-11-20", deal="ACME-1", event="waived", milestone="signed", by=payload, reason=payload),
            "2026-11-20T10:00:00.000000Z",
        ),
    ]
    append_rows(root, rows, Settings(), "2026/dana")
    return root


def test_a_terminal_shows_it_and_does_nothing_else(run: Run, run_in_terminal: Run, root: Path) -> None:
    for arguments in REPORTS:
        for ran in (run("-C", str(root), *arguments), run_in_terminal("-C", str(root), *arguments)):
            assert not [mark for mark in UNSAFE if mark in ran.out + ran.err], arguments
            assert "Traceback" not in ran.err


def test_markup_is_printed_and_not_obeyed(run: Run, root: Path, payload: str) -> None:
    if payload.isprintable():
        assert payload in run("-C", str(root), "show", "ACME-1", "--history").out.replace("\n", "")


def test_a_message_quotes_it_inertly(run: Run, root: Path, payload: str) -> None:
    ran = run("-C", str(root), "show", payload + "-none")
    assert (ran.code, [mark for mark in UNSAFE if mark in ran.err]) == (2, [])


def test_a_spreadsheet_takes_no_cell_for_a_formula(run: Run, root: Path) -> None:
    for arguments in (("status", "-o", "csv"), ("status", "--outcome", "all", "-o", "csv"), ("next", "-o", "csv")):
        for cells in csv.reader(io.StringIO(run("-C", str(root), *arguments).out)):
            assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r")], arguments
            assert not [cell for cell in cells if cell[:1] == "-" and not cell[1:].isdigit()], arguments


def test_markdown_keeps_its_table_and_runs_nothing(run: Run, root: Path) -> None:
    for arguments in (("status", "-o", "markdown"), ("next", "-o", "markdown")):
        out = run("-C", str(root), *arguments).out
        assert out
        assert not [mark for mark in UNSAFE if mark in out], arguments
        assert not re.search(r"(?<!\\)(<script|<img|\]\(javascript)", out), arguments


def test_json_holds_the_text_as_it_is(run: Run, root: Path, payload: str) -> None:
    document = json.loads(run("-C", str(root), "show", "ACME-1", "-o", "json").out)
    assert document["account"] == payload


@pytest.mark.parametrize("payload", [PAYLOADS[name] for name in ("script", "image", "template", "link")], indirect=True)
def test_a_report_holds_it_as_text(run: Run, root: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert run("-C", str(root), "report", "-o", str(page)).code in (0, 1)
    text = page.read_text(encoding="utf-8")
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    out = run("-C", str(root), "report", "-o", "markdown").out
    assert not re.search(r"(?<!\\)(<script|<img|\]\(javascript)", out)


@pytest.mark.parametrize("name", ["--help", "-x", "--", "-", "../../x", "a\tb", "a\nb", "", " ", "x" * 65])
def test_a_deal_may_not_look_like_something_else(
    run: Run, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MILESTONECTL_REP", "dana")
    root = make_workspace(tmp_path)
    ran = run("-C", str(root), "open", "--sale-type", "sale", "--account", "A", "--", name)
    assert (ran.code, (root / "ledger").exists()) == (2, False)
