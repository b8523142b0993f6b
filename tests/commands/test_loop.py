"""The daily loop: what is written, what is refused, and what is shown after it."""

import json
from pathlib import Path

import pytest
from loop_building import Desk, Run

from milestonectl.model.row import Row, cells, fingerprint

STATUS_DEAL = {
    "deal", "account", "sale_type", "process", "owner", "amount", "currency", "stage", "achieved", "required", "completed",
    "next", "outcome", "close_date", "days_since_milestone", "unproven", "out_of_order", "waived", "flags",
}  # fmt: skip
TOTAL = {"currency", "open_deals", "open_amount", "won_deals", "won_amount", "lost_deals"}


def test_init_starts_a_workspace_once(tmp_path: Path, run: Run) -> None:
    ran = run("init", str(tmp_path / "ws"))
    assert ran.code == 0
    assert (tmp_path / "ws" / "milestonectl.yaml").is_file()
    again = run("init", str(tmp_path / "ws"))
    assert again.code == 2
    assert "is a workspace already" in again.err


def test_a_new_workspace_is_valid_and_empty(desk: Desk) -> None:
    assert desk.done("status") == ""
    assert desk("validate").code == 0
    assert desk.document("status")["deals"] == []


def test_a_deal_is_opened_logged_won(desk: Desk) -> None:
    desk.done("open S-1 --sale-type service-contract --amount 50000 --account Sand --date 2026-11-01")
    for milestone, kind, role in [
        ("qualified", "email", "user"),
        ("discovery", "document", "champion"),
        ("proof", "email", "user"),
    ]:
        out = desk.done(f"log S-1 {milestone} --date 2026-11-10 --evidence {kind}:1 --contact Ann --role {role}")
        assert "passes the gate of" in out
    assert "Next ask: Service contract signed" in out
    out = desk.done("log S-1 contract --evidence signature:s --contact Bob --role legal")
    assert "S-1 is won." in out
    (deal,) = desk.document("status --outcome won")["deals"]
    assert (deal["achieved"], deal["required"], deal["completed"], deal["out_of_order"]) == (4, 4, 1.0, [])


def test_after_a_write_the_row_its_change_and_the_next_ask_are_shown(desk: Desk) -> None:
    desk.done("open S-1 --sale-type service-contract --account Sand --date 2026-11-01")
    out = desk.done("log S-1 qualified --evidence email:2f9c --role economic-buyer --contact", "J. Roe").splitlines()
    assert out[0].startswith("Recorded ")
    assert out[0].endswith(": S-1, 21 Nov 2026, Need and fit confirmed, e-mail 2f9c from J. Roe (economic buyer)")
    assert out[1] == "S-1 passes the gate of Qualify: 1 of 4 milestones, 1 confirmed by the buyer."
    assert out[2].startswith('Next ask: Discovery findings agreed. "')


def test_a_refused_log_names_what_is_missing_and_writes_nothing(busy: Desk) -> None:
    before = busy.ledger()
    ran = busy("log", "ACME-14", "contract")
    assert ran.code == 1
    assert 'Not yet: "First order placed" waits for the gate of Prove and "Approved as a supplier".' in ran.out
    assert "Users confirm the fit   not achieved; the buyer's side owes it (promised for 1 Dec 2026)" in ran.out
    assert "milestonectl log ACME-14 proof --evidence email:ID --contact NAME --role user" in ran.out
    assert "--override" in ran.out
    assert busy.ledger() == before


def test_an_override_is_recorded_and_shows(busy: Desk) -> None:
    out = busy.done("log ACME-14 contract --override", "customer in a hurry")
    assert "Passed without: Users confirm the fit and Approved as a supplier." in out
    assert "ACME-14 is won, with 3 milestones unproven." in out
    (deal,) = [deal for deal in busy.document("status --outcome won")["deals"] if deal["deal"] == "ACME-14"]
    assert (deal["unproven"], deal["out_of_order"]) == (["contract"], ["contract"])
    assert "overriding the gate: customer in a hurry" in busy.done("show ACME-14")


def test_gates_may_only_warn(busy: Desk) -> None:
    settings = busy.root / "milestonectl.yaml"
    settings.write_text(settings.read_text().replace("gates: enforce", "gates: warn"))
    assert "Passed without" in busy.done("log ACME-14 contract")


def test_lost_and_reopened(busy: Desk) -> None:
    assert "ACME-14 is lost." in busy.done("lose ACME-14 --reason", "no decision")
    assert busy("lose", "ACME-14", "--reason", "again").code == 1
    assert busy("log", "ACME-14", "proof").code == 1
    assert "milestonectl reopen ACME-14" in busy.done("show ACME-14")
    assert "ACME-14 is open." in busy.done("reopen ACME-14 --reason", "a new director")
    assert busy("reopen", "ACME-14", "--reason", "again").code == 1


def test_waived(busy: Desk) -> None:
    assert "waived" in busy.done("waive ACME-14 proof --by lee --reason", "they used it last year")
    assert busy.document("status --sale-type new-account")["deals"][0]["waived"] == ["proof"]
    assert busy("waive", "ACME-14", "contract", "--reason", "x").code == 1


def test_a_changed_closing_date_is_a_push(busy: Desk) -> None:
    busy.done("change ACME-14 --close-date 2027-01-14")
    assert "closes 14 Jan 2027 (pushed once, 30 days)" in busy.done("show ACME-14")


def test_changing_an_amount_keeps_the_currency(busy: Desk) -> None:
    busy.done("change BOLT-3 --amount 55000")
    (deal,) = [deal for deal in busy.document("status")["deals"] if deal["deal"] == "BOLT-3"]
    assert (deal["amount"], deal["currency"]) == (55000.0, "EUR")


def test_every_row_written_carries_its_own_fingerprint_and_reads_back(busy: Desk) -> None:
    timeline = busy.document("show ACME-14")["timeline"]
    assert [row["event"] for row in timeline] == ["opened", "achieved", "achieved", "planned"]
    for named in timeline:
        assert fingerprint(Row(**named)) == named["id"]
        assert cells(Row(**named)) == named
    assert busy("validate").code == 0


def test_the_keys_of_status_stay(busy: Desk) -> None:
    found = busy.document("status --outcome all")
    assert set(found) == {"schema", "as_of", "deals", "totals"}
    assert (found["schema"], found["as_of"]) == ("milestonectl/status/1", "2026-11-21")
    assert all(set(deal) == STATUS_DEAL for deal in found["deals"])
    assert all(set(total) == TOTAL for total in found["totals"])
    assert [total["currency"] for total in found["totals"]] == ["EUR", "JPY", "USD"]


def test_the_keys_of_show_are_those_of_status_and_its_own(busy: Desk) -> None:
    found = busy.document("show ACME-14")
    assert set(found) >= STATUS_DEAL | {"schema", "as_of", "timeline", "remaining"}
    assert found["schema"] == "milestonectl/show/1"
    (proof, *_) = found["remaining"]
    assert set(proof) >= {"milestone", "stage", "side", "missing", "typical_days", "plays"}
    assert (proof["milestone"], proof["stage"], proof["side"]) == ("proof", "prove", "buyer")
    assert proof["missing"] == ["not achieved"]


def test_next_of_a_deal_has_the_document_of_next(busy: Desk) -> None:
    all_of_them, one = busy.document("next"), busy.document("next ACME-14")
    assert one["schema"] == all_of_them["schema"] == "milestonectl/next/1"
    assert one["deals"][0] == next(deal for deal in all_of_them["deals"] if deal["deal"] == "ACME-14")


def ids(busy: Desk, line: str) -> list[str]:
    return [deal["deal"] for deal in busy.document(line)["deals"]]


@pytest.mark.parametrize(
    ("flags", "deals"),
    [
        ("", ["ACME-14", "BOLT-3"]),
        ("--outcome all", ["ACME-14", "BOLT-3", "CRANE-9", "DOG-1"]),
        ("--outcome won", ["CRANE-9"]),
        ("--outcome lost", ["DOG-1"]),
        ("--rep dana", ["ACME-14", "BOLT-3"]),
        ("--rep omar --outcome all", ["CRANE-9"]),
        ("--rep lee --outcome all", ["ACME-14", "BOLT-3", "CRANE-9"]),
        ("--sale-type renewal --outcome all", ["BOLT-3", "DOG-1"]),
        ("--stage prove", ["ACME-14"]),
        ("--stage Prove", ["ACME-14"]),
        ("--as-of 2026-11-21", ["ACME-14", "BOLT-3"]),
        ("--as-of 2026-11-20", []),
    ],
)
def test_status_shows_the_deals_that_are_asked_for(busy: Desk, flags: str, deals: list[str]) -> None:
    assert ids(busy, f"status {flags}") == deals


@pytest.mark.parametrize("by", ["rep", "sale-type", "stage", "manager"])
def test_groups_hold_every_deal_once(busy: Desk, by: str) -> None:
    found = busy.document(f"status --by {by}")
    assert sorted(deal for group in found["groups"] for deal in group["deals"]) == sorted(
        d["deal"] for d in found["deals"]
    )


def test_what_is_recorded_today_is_not_known_the_day_before(busy: Desk) -> None:
    assert busy("show", "ACME-14", "--as-of", "2026-11-20").code == 2
    assert busy.document("status --as-of 2026-11-20")["totals"] == []


def test_the_folder_may_be_named_before_and_after_the_command(busy: Desk, run: Run) -> None:
    before = run("-C", str(busy.root), "status", "-o", "json")
    after = run("status", "-o", "json", "-C", str(busy.root))
    inside = run("status", "-o", "json", "-C", str(busy.root / "ledger"))
    assert before == after == inside
    assert json.loads(before.out)["deals"]


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("status -C nowhere", 2, "nowhere is no folder"),
        ("show ACME14", 2, 'there is no deal "ACME14"; did you mean "ACME-14"?'),
        ("log ACME-14 prof", 2, '"prof" is no milestone of new-account@1; did you mean "proof"?'),
        ("log ACME-14 proof --by dan", 2, '"dan" is not in team.yaml; did you mean "dana"?'),
        ("log ACME-14 proof --evidence email", 2, "write KIND:REF"),
        ("log ACME-14 proof --date 2026-02-30", 2, '--date "2026-02-30": no such day'),
        ("log ACME-14 proof --date 2026-W40-1", 2, "no such day"),
        ("log ACME-14 proof --date 2026-11-22", 2, "is in the future; to promise a milestone for it: milestonectl plan"),
        ("log ACME-14 proof --date 2026-09-30", 1, "was opened on 2026-10-01"),
        ("log ACME-14", 2, "MILESTONE is missing"),
        ("log", 2, "DEAL is missing"),
        ("plan ACME-14 proof", 2, "--date is missing"),
        ("plan ACME-14 proof --date 2026-11-20", 2, "is past"),
        ("plan ACME-14 qualified --date 2026-12-20", 1, "was achieved on 2026-10-12 already"),
        ("lose ACME-14", 2, "--reason is missing"),
        ("waive ACME-14 proof", 2, "--reason is missing"),
        ("open acme-14 --sale-type renewal --account A", 2, "ACME-14 is open already"),
        ("open N-1 --account A", 2, "--sale-type is missing: one of "),
        ("open N-1 --sale-type renewal", 2, "--account is missing"),
        ("open N-1 --sale-type renewl --account A", 2, 'did you mean "renewal"?'),
        ("open N-1 --sale-type renewal --account A --owner dna", 2, 'did you mean "dana"?'),
        ("open N-1 --sale-type renewal --account A --amount 1,000", 2, "write a plain decimal number"),
        ("open N-1 --sale-type renewal --account A --amount -5", 2, "write a plain decimal number"),
        ("open N-1 --sale-type renewal --account A --amount 5 --currency Euro", 2, "write three letters"),
        ("open N-1 --sale-type renewal --account A --currency EUR", 2, "name the amount too"),
        ("open N-1 --sale-type renewal --account A --close-date 2026-13-01", 2, '--close-date "2026-13-01": no such day'),
        ("open N-1 --sale-type renewal --account A --set regin=EMEA", 2, 'did you mean "region"?'),
        ("open N-1 --sale-type renewal --account A --set region=EMAE", 2, 'did you mean "EMEA"?'),
        ("open N-1 --sale-type renewal --account A --set seats=many", 2, "many is no number"),
        ("open -x --sale-type renewal --account A", 2, "No such option"),
        ("open a/../../b? --sale-type renewal --account A", 2, "is no name for a deal"),
        ("change ACME-14", 2, "nothing to change"),
        ("change ACME-14 --currency EUR", 2, "name the amount too"),
        ("status --rep dnaa", 2, 'did you mean "dana"?'),
        ("status --sale-type renwal", 2, 'did you mean "renewal"?'),
        ("status --stage prov", 2, 'did you mean "prove"?'),
        ("status --as-of yesterdy", 2, '--as-of "yesterdy": no such day'),
        ("log ACME-14 proof --as-of 2026-11-20", 2, "--as-of is for reports"),
        ("stauts", 2, 'did you mean "status"?'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_written(busy: Desk, line: str, code: int, message: str) -> None:
    before = busy.ledger()
    ran = busy(*line.split())
    assert (ran.code, busy.ledger()) == (code, before), ran
    assert message in ran.out + ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("lose", "ACME-14", "--reason", "  "),
        ("open", "N-1", "--sale-type", "renewal", "--account", " \t "),
        ("open", "N-1", "--sale-type", "renewal", "--account", "\x1b[31mred"),
        ("log", "ACME-14", "proof", "--note", "a\x00b"),
    ],
)
def test_blank_answers_and_control_characters_are_refused(busy: Desk, words: tuple[str, ...]) -> None:
    before = busy.ledger()
    assert busy(*words).code == 2
    assert busy.ledger() == before


def test_line_breaks_in_a_note_are_written_as_text_on_one_line(busy: Desk) -> None:
    busy.done("log ACME-14 proof --note", "first\nsecond\r\nthird")
    notes = [row.get("note") for row in busy.document("show ACME-14")["timeline"]]
    assert "first\\nsecond\\nthird" in notes
    assert busy("validate").code == 0


def test_a_workspace_that_cannot_be_read_is_exit_3(busy: Desk) -> None:
    (busy.root / "ledger").rename(busy.root / "old")
    (busy.root / "ledger").write_text("")
    ran = busy("status")
    assert (ran.code, ran.out) == (3, "")
    assert "ledger is no folder" in ran.err


def test_a_problem_in_the_ledger_is_named_and_everything_else_is_shown(busy: Desk) -> None:
    (busy.root / "ledger" / "typed.csv").write_text("date,deal,event\n2026-02-30,ACME-14,lost\n")
    ran = busy("status", "-o", "json")
    assert ran.code == 1
    assert "ledger/typed.csv:2:1: wrong-date" in ran.err
    assert len(json.loads(ran.out)["deals"]) == 2


def test_broken_definitions_are_not_written_by(busy: Desk) -> None:
    (busy.root / "processes" / "renewal.yaml").write_text("process: renewal\n")
    before = busy.ledger()
    assert busy("log", "ACME-14", "proof").code == 1
    assert busy.ledger() == before


def test_csv_has_a_header_and_a_pipe_has_rows(busy: Desk) -> None:
    lines = busy.done("status -o csv").splitlines()
    assert lines[0].startswith("deal,account,sale_type,owner,outcome,stage,milestones,")
    assert lines[1].startswith(
        'ACME-14,Acme Pumps,new-account,dana,open,Prove,"confirmed,confirmed,open,open,open",2,5,proof,23,84000.00,USD,2026-12-15,'
    )
    rows = busy.done("status").splitlines()
    assert [row.split("\t")[0] for row in rows] == ["ACME-14", "BOLT-3"]
    assert not any(mark in busy.done("status") for mark in "●◐◔○⊘◌")


def test_show_has_a_row_a_milestone_in_csv_and_markdown(busy: Desk) -> None:
    lines = busy.done("show ACME-14 -o csv").splitlines()
    assert lines[0] == "stage,milestone,title,side,required,mark,achieved,proven,missing,promised,waived"
    assert lines[3] == "prove,proof,Users confirm the fit,buyer,yes,open,,no,not achieved,2026-12-01,"
    assert "| prove | proof | Users confirm the fit | buyer |" in busy.done("show ACME-14 -o markdown")


def test_markup_is_shown_as_it_is_written(busy: Desk) -> None:
    assert "[bold]Dog[/bold] & Co" in busy.done("show DOG-1")
    assert "\\[bold\\]Dog\\[/bold\\] & Co" in busy.done("status --outcome lost -o markdown")


def test_text_that_turns_the_writing_is_shown_as_its_code(busy: Desk) -> None:
    busy.done("open R-1 --sale-type renewal --account", "evil \u202egnp.exe")
    assert "evil <U+202E>gnp.exe" in busy.done("show R-1")


def test_a_row_with_a_formula_is_harmless_in_a_spreadsheet(busy: Desk) -> None:
    busy.done("open F-1 --sale-type renewal --account", "=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in busy.done("status -o csv")


def test_the_history_holds_every_row_voided_ones_too(busy: Desk) -> None:
    first = busy.document("show ACME-14")["timeline"][1]["id"]
    busy.done(f"void {first[:8]} --reason", "wrong deal")
    out = busy.done("show ACME-14 --history")
    assert "Timeline" in out
    assert f"{first[:7]}  2026-10-12  dana  Sponsor puts a cost on the problem" in out
    assert "(voided by dana: wrong deal)" in out


def test_a_deal_without_a_process_is_shown_with_what_to_do(busy: Desk) -> None:
    (busy.root / "ledger" / "typed.csv").write_text(
        "date,deal,event,sale_type,owner\n2026-11-01,OLD-1,opened,barter,dana\n"
    )
    out = busy("show", "OLD-1").out
    assert "OLD-1" in out
    assert 'No process defines the sale type "barter"' in out
    (deal,) = [deal for deal in json.loads(busy("status", "-o", "json").out)["deals"] if deal["deal"] == "OLD-1"]
    assert (deal["process"], deal["amount"], deal["close_date"], deal["stage"]) == (None, None, None, None)
