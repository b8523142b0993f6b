"""The form that logs: through the same gate and the same writer as the command line."""

import re
from pathlib import Path

import pytest
from pages_building import DOOR, NOW, ORIGIN, achieved, client, make_workspace, opened, write
from starlette.testclient import TestClient

from milestonectl.files.workspace import load_compiled
from milestonectl.model.row import Row, fingerprint


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", NOW)
    write(make_workspace(tmp_path), opened("ACME-1"))
    return tmp_path


def form_of(browser: TestClient, deal: str = "ACME-1") -> dict[str, str]:
    """The fields of the form as the page fills them in."""
    page = browser.get("/deal", params={"id": deal}).text
    form = page[page.index('action="/log"') :]
    named = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form))
    chosen = re.findall(r'<option value="([^"]*)" selected>', form)
    return {**named, "milestone": chosen[0], "by": chosen[1]}


def send(browser: TestClient, fields: dict[str, str]) -> tuple[int, str, str]:
    answer = browser.post("/log", data=fields, headers={"origin": ORIGIN})
    return answer.status_code, answer.text, answer.headers.get("location", "")


def rows(root: Path) -> list[Row]:
    return list(load_compiled(root).rows)


def test_the_form_knows_the_next_milestone_the_day_and_the_writer(root: Path) -> None:
    fields = form_of(client(root))
    assert (fields["milestone"], fields["date"], fields["by"]) == ("met", "2026-11-20", "dana")


def test_an_entry_is_one_sealed_row_in_the_writers_file(root: Path) -> None:
    browser = client(root)
    said = {"kind": "email", "ref": "2f9c", "contact": "J. Roe", "role": "user", "note": "two\nlines"}
    status, _, location = send(browser, form_of(browser) | said)
    written = rows(root)[-1]
    assert status == 303
    assert location == f"/deal?id=ACME-1&recorded={written.id}"
    assert written.file == "ledger/2026/dana.csv"
    assert written.id == fingerprint(written)
    assert (written.event, written.milestone, written.by, written.date) == ("achieved", "met", "dana", "2026-11-20")
    assert (written.kind, written.ref, written.contact, written.role) == ("email", "2f9c", "J. Roe", "user")
    assert written.note == "two\\nlines"


def test_the_page_tells_what_the_entry_did(root: Path) -> None:
    browser = client(root)
    send(browser, form_of(browser))
    fields = form_of(browser) | {"kind": "email", "ref": "1", "contact": "J. Roe", "role": "economic-buyer"}
    page = browser.get(send(browser, fields)[2]).text
    assert "Recorded " in page
    assert "ACME-1 passes the gate of Discover: 2 of 3 milestones" in page


def test_a_shut_gate_says_what_is_missing_and_keeps_what_was_typed(root: Path) -> None:
    browser = client(root)
    before = (root / "ledger/2026/dana.csv").read_bytes()
    status, page, _ = send(browser, form_of(browser) | {"milestone": "signed", "note": "they said <yes>"})
    assert status == 422
    assert "waits for what is missing" in page
    assert "Buyer met" in page
    assert "both sides agree on it" in page
    assert "Needs agreed" in page
    assert "they said &lt;yes&gt;" in page
    assert 'name="override"' in page
    assert (root / "ledger/2026/dana.csv").read_bytes() == before


def test_a_reason_overrides_the_gate_on_record(root: Path) -> None:
    browser = client(root)
    status, _, _ = send(browser, form_of(browser) | {"milestone": "signed", "override": "signed on paper at the fair"})
    assert status == 303
    assert rows(root)[-1].reason == "signed on paper at the fair"


def test_a_change_in_between_is_shown_before_anything_is_written(root: Path) -> None:
    first, second = client(root), client(root)
    stale = form_of(second)
    send(first, form_of(first))
    before = rows(root)
    status, page, _ = send(second, stale | {"note": "mine"})
    assert status == 409
    assert "ACME-1 has changed while you were looking" in page
    assert "<li>Buyer met</li>" in page
    assert "mine" in page
    assert rows(root) == before
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    assert send(second, stale | {"milestone": "met", "kind": "email", "ref": "1", "seen": seen[1]})[0] == 303


def test_a_change_of_another_deal_is_no_obstacle(root: Path) -> None:
    browser = client(root)
    fields = form_of(browser)
    write(root, opened("BOLT-2"))
    assert send(browser, fields)[0] == 303


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"by": ""}, "Say who is recording this"),
        ({"by": "mallory"}, "is not in team.yaml"),
        ({"date": ""}, "Say on which day"),
        ({"date": "2027-01-01"}, "is in the future"),
        ({"date": "tomorrow"}, "no such day"),
        ({"milestone": "nothing"}, "is no milestone of sale@1"),
        ({"kind": "", "ref": "evidence/x.pdf"}, "Say what kind of evidence"),
        ({"note": "bell\x07"}, "control characters"),
        ({"kind": "document", "ref": "../outside.txt"}, "leads out of the workspace"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_and_nothing_written(root: Path, wrong: dict[str, str], words: str) -> None:
    (root.parent / "outside.txt").write_text("secret")
    browser = client(root)
    before = rows(root)
    status, page, _ = send(browser, form_of(browser) | wrong)
    assert status == 422
    assert words in re.sub(r"&#\d+;|&\w+;", '"', page)
    assert rows(root) == before


def test_an_unknown_deal_writes_nothing(root: Path) -> None:
    browser = client(root)
    assert send(browser, form_of(browser) | {"deal": "NOBODY"})[0] == 404


def test_broken_definitions_write_nothing(root: Path) -> None:
    browser = client(root)
    fields = form_of(browser)
    (root / "processes/other.yaml").write_text("process: other\nrequird: 1\n")
    before = rows(root)
    status, page, _ = send(browser, fields)
    assert status == 503
    assert "the definitions have problems" in page
    assert rows(root) == before


def test_a_lost_deal_takes_no_milestone(root: Path) -> None:
    browser = client(root)
    fields = form_of(browser)
    write(root, Row(date="2026-11-18", deal="ACME-1", event="lost", by="dana", reason="budget"))
    assert 'action="/log"' not in browser.get("/deal?id=ACME-1").text
    assert send(browser, fields)[0] == 409


def test_the_secret_of_the_form_is_not_the_token(root: Path) -> None:
    page = client(root).get("/deal?id=ACME-1").text
    assert DOOR.token not in page
    assert DOOR.form_secret in page


def test_a_milestone_that_lacks_evidence_is_offered_again(root: Path) -> None:
    write(root, achieved("ACME-1", "met"), achieved("ACME-1", "needs", kind="email", ref="1"))
    browser = client(root)
    fields = form_of(browser)
    assert (fields["milestone"], fields["kind"], fields["role"]) == ("needs", "email", "economic-buyer")
    assert send(browser, fields | {"ref": "2", "contact": "J. Roe"})[0] == 303
    assert rows(root)[-1].event == "evidence"
