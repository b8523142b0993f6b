import datetime
from dataclasses import replace
from typing import Any

import pytest
from deals_building import PLAIN, deal_of, opened, proof, row

from milestonectl.deals.deal import Deal
from milestonectl.deals.entry import Entry, Proof, Said, log_entry, plan_entry, waive_entry
from milestonectl.model.process import Milestone
from milestonectl.model.row import Row

DAY = datetime.date(2026, 6, 1)
LAPSING = PLAIN.replace("title: Met,", "title: Met, valid_for_days: 30, evidence: {level: documented},")
CONDITIONAL = PLAIN.replace("title: Agreed,", "title: Agreed, when: {region: EMEA},")


def said(**changes: Any) -> Said:
    return replace(Said(DAY, "dana"), **changes)


def log(rows: list[Row], milestone: str, words: Said, text: str = PLAIN, *, enforce: bool = True) -> Entry:
    return log_entry(deal_of([opened(), *rows], text, on=DAY), milestone, words, enforce=enforce)


def events(entry: Entry) -> list[tuple[str, str, str]]:
    return [(row.event, row.kind, row.ref) for row in entry.rows]


def test_a_milestone_is_logged_with_its_first_item_of_evidence_and_a_row_for_each_further_one() -> None:
    words = said(
        proofs=(Proof("email", "1"), Proof("document", "2", "ab12")), contact="J. Roe", role="champion", note="n"
    )
    entry = log([], "met", words)
    assert events(entry) == [("achieved", "email", "1"), ("evidence", "document", "2")]
    assert {(row.contact, row.role, row.note, row.by, row.date) for row in entry.rows} == {
        ("J. Roe", "champion", "n", "dana", "2026-06-01")
    }
    assert entry.rows[1].sha256 == "ab12"


def test_a_shut_gate_refuses_and_names_what_it_waits_for() -> None:
    entry = log([row("2026-02-01", "achieved", "met")], "signed", said())
    assert entry.rows == ()
    assert [standing.milestone.id for standing in entry.blocking] == ["agreed", "checked"]


def test_an_override_passes_a_shut_gate_on_record() -> None:
    entry = log([], "checked", said(override="in a hurry"))
    assert [row.reason for row in entry.rows] == ["in a hurry"]
    assert [standing.milestone.id for standing in entry.blocking] == ["met", "agreed"]


def test_an_override_that_no_gate_asked_for_is_not_on_record() -> None:
    entry = log([], "met", said(override="to be sure"))
    assert [row.reason for row in entry.rows] == [""]
    assert "no gate" in entry.remark.casefold()


def test_gates_that_only_warn_let_everything_through_and_say_so() -> None:
    entry = log([], "checked", said(), enforce=False)
    assert events(entry) == [("achieved", "", "")]
    assert len(entry.blocking) == 2


def test_evidence_for_an_achieved_milestone_is_added() -> None:
    entry = log([row("2026-02-01", "achieved", "met")], "met", said(proofs=(Proof("email", "1"),)))
    assert events(entry) == [("evidence", "email", "1")]


def test_an_achieved_milestone_is_not_achieved_again_without_evidence() -> None:
    entry = log([row("2026-02-01", "achieved", "met")], "met", said())
    assert entry.rows == ()
    assert "was achieved on 2026-02-01 already" in entry.refusal
    assert "milestonectl log D-1 met --evidence KIND:REF" in entry.refusal


def test_a_lapsed_milestone_is_achieved_again() -> None:
    entry = log([row("2026-02-01", "achieved", "met", **proof())], "met", said(), LAPSING)
    assert events(entry) == [("achieved", "", "")]


def test_nothing_is_achieved_in_a_lost_deal_or_before_it_was_opened() -> None:
    assert "reopen" in log([row("2026-02-01", "lost")], "met", said()).refusal
    before = log([], "met", said(date=datetime.date(2026, 1, 4)))
    assert (before.rows, before.refusal) == ((), "D-1 was opened on 2026-01-05; nothing was achieved in it before.")


def test_a_milestone_that_does_not_apply_is_refused() -> None:
    assert log([], "agreed", said(), CONDITIONAL).refusal == '"Agreed" does not apply to D-1.'


def test_evidence_may_be_added_to_a_deal_that_is_won() -> None:
    won = [row("2026-02-01", "achieved", milestone) for milestone in ("met", "agreed", "checked", "signed")]
    assert events(log(won, "signed", said(proofs=(Proof("signature", "1"),)))) == [("evidence", "signature", "1")]


def test_a_deal_that_was_won_and_reopened_is_won_by_a_further_achievement() -> None:
    rows = [row("2026-02-01", "achieved", milestone) for milestone in ("met", "agreed", "checked", "signed")]
    rows.append(row("2026-03-01", "reopened"))
    entry = log(rows, "signed", said(proofs=(Proof("signature", "2"),)))
    assert events(entry) == [("achieved", "signature", "2")]
    assert deal_of([opened(), *rows, *entry.rows]).outcome == "won"


def target(deal: Deal, milestone: str) -> Milestone:
    found = deal.process.milestone(milestone) if deal.process else None
    assert found is not None
    return found


PLAN = row("2026-07-01", "planned", "met")
WAIVER = row("2026-06-01", "waived", "met")


def plan(rows: list[Row], milestone: str, text: str = PLAIN) -> Entry:
    deal = deal_of([opened(), *rows], text, on=DAY)
    return plan_entry(deal, target(deal, milestone), PLAN, DAY)


def waive(rows: list[Row], milestone: str) -> Entry:
    deal = deal_of([opened(), *rows], on=DAY)
    return waive_entry(deal, target(deal, milestone), WAIVER, DAY)


@pytest.mark.parametrize(
    ("rows", "milestone", "text", "refusal"),
    [
        ([], "met", PLAIN, ""),
        ([], "signed", PLAIN, ""),
        ([row("2026-02-01", "achieved", "met")], "met", LAPSING, ""),
        ([row("2026-02-01", "achieved", "met")], "met", PLAIN, "achieved on 2026-02-01 already"),
        ([row("2026-02-01", "lost")], "met", PLAIN, "D-1 is lost"),
        ([row("2026-02-01", "achieved", "signed")], "met", PLAIN, "D-1 is won"),
        ([], "agreed", CONDITIONAL, "does not apply"),
    ],
)
def test_only_what_is_still_awaited_is_promised(rows: list[Row], milestone: str, text: str, refusal: str) -> None:
    entry = plan(rows, milestone, text)
    assert refusal in entry.refusal
    assert bool(entry.rows) is not bool(refusal)


@pytest.mark.parametrize(
    ("rows", "milestone", "refusal"),
    [
        ([], "met", ""),
        ([row("2026-02-01", "achieved", "met")], "met", "achieved on 2026-02-01 already"),
        ([row("2026-02-01", "waived", "met")], "met", "is waived already: because"),
        ([row("2026-02-01", "lost")], "met", "D-1 is lost"),
        ([], "signed", "wins the deal"),
    ],
)
def test_only_what_is_still_awaited_is_waived(rows: list[Row], milestone: str, refusal: str) -> None:
    entry = waive(rows, milestone)
    assert refusal in entry.refusal
    assert bool(entry.rows) is not bool(refusal)
