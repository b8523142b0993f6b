import pytest
from deals_building import PLAIN, deal_of, opened, process_of, progress_of, proof, row

from milestonectl.deals.gates import NO_PROGRESS, blocking, progress
from milestonectl.model.row import Row

STRICT = """
process: sale
title: Sale
wins: signed
stages:
  - id: first
    title: First
    milestones:
      - id: met
        title: Met
        side: buyer
        evidence: {level: confirmed, kinds: [email, document], roles: [economic-buyer, champion], max_age_days: 30}
  - id: last
    title: Last
    milestones:
      - {id: signed, title: Signed, evidence: {level: documented}}
"""
LAPSING = PLAIN.replace("title: Met,", "title: Met, valid_for_days: 90, evidence: {level: confirmed},")
CONDITIONAL = PLAIN.replace("title: Agreed,", "title: Agreed, when: {amount: {at_least: 1000}},")
OPTIONAL = PLAIN.replace("title: Agreed,", "title: Agreed, required: false,")


def achieved(milestone: str, date: str = "2026-02-01", **cells: str) -> Row:
    return row(date, "achieved", milestone, **cells)


def marks(rows: list[Row], *texts: str, on: str = "2026-12-31") -> str:
    """One letter a milestone, as in `coo`."""
    return "".join(standing.mark[0] for standing in progress_of(rows, *texts, on=on).standings)


def missing(rows: list[Row], milestone: str, *texts: str, on: str = "2026-12-31") -> tuple[str, ...]:
    standing = progress_of(rows, *texts, on=on).standing(milestone)
    assert standing is not None
    return standing.missing


@pytest.mark.parametrize(
    ("cells", "lacks"),
    [
        (proof(), ()),
        (proof(kind="document", role="champion"), ()),
        ({}, ("no evidence: email or document from the economic buyer or champion is asked for",)),
        (proof(contact=""), ("on record, but the buyer has not confirmed it",)),
        (proof(kind="call"), ("call is on record; asked for: email or document",)),
        (proof(role="user"), ("it must come from the economic buyer or champion",)),
        (proof(role=""), ("it must come from the economic buyer or champion",)),
        (proof() | {"source": "import:crm"},
         ("imported: email or document from the economic buyer or champion is asked for",)),
        (proof(ref=""),
         ("only asserted: email or document from the economic buyer or champion is asked for",)),
        (proof(kind="call", role="user", contact=""),
         ("on record, but the buyer has not confirmed it", "call is on record; asked for: email or document",
          "it must come from the economic buyer or champion")),
    ],
)  # fmt: skip
def test_what_a_milestone_lacks_to_be_proven(cells: dict[str, str], lacks: tuple[str, ...]) -> None:
    assert missing([opened(), achieved("met", **cells)], "met", STRICT) == lacks


def test_the_item_that_lacks_least_is_the_one_spoken_of() -> None:
    rows = [opened(), achieved("met"), row("2026-02-02", "evidence", "met", **proof(kind="call", contact=""))]
    rows.append(row("2026-02-03", "evidence", "met", **proof(role="user")))
    assert missing(rows, "met", STRICT) == ("it must come from the economic buyer or champion",)


@pytest.mark.parametrize(
    ("date", "lacks"), [("2026-03-03", ()), ("2026-03-04", ("the evidence is older than 30 days",))]
)
def test_evidence_may_be_so_many_days_older_than_the_achievement(date: str, lacks: tuple[str, ...]) -> None:
    rows = [opened(), row("2026-02-01", "evidence", "met", **proof()), achieved("met", date)]
    assert missing(rows, "met", STRICT) == lacks


def test_evidence_from_after_the_achievement_proves_it_too() -> None:
    assert missing([opened(), achieved("met"), row("2026-11-01", "evidence", "met", **proof())], "met", STRICT) == ()


def test_without_a_demand_the_word_of_the_rep_is_enough() -> None:
    assert missing([opened(), achieved("met")], "met") == ()
    assert marks([opened(), achieved("met")]) == "aooo"


def test_a_milestone_lapses_the_day_after_its_last_valid_day() -> None:
    rows = [opened(), achieved("met", "2026-02-01", **proof())]
    assert marks(rows, LAPSING, on="2026-05-02") == "cooo"
    assert marks(rows, LAPSING, on="2026-05-03") == "looo"
    assert missing(rows, "met", LAPSING, on="2026-05-03") == ("lapsed on 2026-05-02: to be confirmed again",)


def test_a_lapsed_milestone_is_not_proven_again_by_what_proved_it_before() -> None:
    rows = [opened(), achieved("met", "2026-02-01", **proof()), achieved("met", "2026-06-01")]
    assert missing(rows, "met", LAPSING, on="2026-06-02") == ("no evidence: evidence from the buyer is asked for",)
    assert marks(rows, LAPSING, on="2026-06-02") == "aooo"
    rows.append(row("2026-06-03", "evidence", "met", **proof(ref="77")))
    assert marks(rows, LAPSING, on="2026-06-04") == "cooo"


def test_a_gate_opens_when_all_that_is_required_is_proven() -> None:
    found = progress_of([opened(), achieved("met"), achieved("agreed")])
    assert found.stage is not None
    assert (found.stage.id, found.completed) == ("last", 0.5)
    assert [standing.milestone.id for standing in found.remaining] == ["checked", "signed"]


def test_an_unproven_milestone_keeps_the_gate_shut() -> None:
    found = progress_of([opened(), achieved("met")], STRICT)
    assert found.stage is not None
    assert found.stage.id == "first"
    assert [standing.milestone.id for standing in found.unproven] == ["met"]
    assert [standing.milestone.id for standing in found.next] == ["met"]


def test_an_optional_milestone_keeps_no_gate_shut() -> None:
    found = progress_of([opened(), achieved("met")], OPTIONAL)
    assert found.stage is not None
    assert (found.stage.id, len(found.required)) == ("last", 3)


def test_a_waived_milestone_is_not_waited_for() -> None:
    found = progress_of([opened(), achieved("met"), row("2026-02-02", "waived", "agreed")])
    assert found.stage is not None
    assert (found.stage.id, [standing.mark for standing in found.standings][1]) == ("last", "waived")
    assert len(found.required) == 3


def test_a_waived_milestone_that_was_achieved_shows_what_proves_it() -> None:
    rows = [opened(), achieved("met", **proof()), row("2026-02-02", "waived", "met")]
    assert marks(rows) == "cooo"


def test_a_condition_decides_whether_a_milestone_applies() -> None:
    assert len(progress_of([opened(amount="999.99")], CONDITIONAL).standings) == 3
    assert len(progress_of([opened(amount="1000")], CONDITIONAL).standings) == 4
    assert len(progress_of([opened()], CONDITIONAL).standings) == 3


def test_what_was_achieved_shows_even_if_it_does_not_apply() -> None:
    assert len(progress_of([opened(), achieved("agreed")], CONDITIONAL).standings) == 4


def test_next_is_what_the_first_shut_gate_waits_for_as_far_as_its_needs_are_met() -> None:
    assert [s.milestone.id for s in progress_of([opened()]).next] == ["met", "agreed"]
    rows = [opened(), achieved("met"), achieved("agreed")]
    assert [s.milestone.id for s in progress_of(rows).next] == ["checked"]
    rows.append(achieved("checked"))
    assert [s.milestone.id for s in progress_of(rows).next] == ["signed"]
    rows.append(achieved("signed"))
    found = progress_of(rows)
    assert (found.next, found.stage, found.completed) == ((), None, 1.0)


def test_a_need_that_is_waived_is_met() -> None:
    rows = [opened(), achieved("met"), achieved("agreed"), row("2026-02-02", "waived", "checked")]
    assert [s.milestone.id for s in progress_of(rows).next] == ["signed"]


@pytest.mark.parametrize(
    ("rows", "out_of_order"),
    [
        ([achieved("met"), achieved("agreed"), achieved("checked")], []),
        ([achieved("agreed", "2026-02-01"), achieved("met", "2026-02-02")], []),
        ([achieved("met", "2026-02-03"), achieved("agreed", "2026-02-03"), achieved("checked", "2026-02-03")], []),
        ([achieved("met", "2026-02-03"), achieved("agreed", "2026-02-03"), achieved("checked", "2026-02-02")], ["checked"]),
        ([achieved("met"), achieved("checked")], ["checked"]),
        ([achieved("met"), achieved("agreed"), achieved("signed")], ["signed"]),
        ([achieved("met"), row("2026-02-02", "waived", "agreed"), achieved("checked")], []),
    ],
)  # fmt: skip
def test_out_of_order_is_achieved_earlier_than_something_before_it_or_without_it(
    rows: list[Row], out_of_order: list[str]
) -> None:
    found = progress_of([opened(), *rows])
    assert [standing.milestone.id for standing in found.out_of_order] == out_of_order


def test_a_closed_deal_stands_as_it_did_when_it_closed() -> None:
    rows = [opened(), achieved("met", **proof()), row("2026-03-01", "lost")]
    assert marks(rows, LAPSING, on="2026-12-31") == "cooo"


def test_a_deal_without_a_process_has_no_gates() -> None:
    deal = deal_of([opened(sale_type="barter")])
    assert progress(deal, deal.opened) == NO_PROGRESS
    assert (NO_PROGRESS.completed, NO_PROGRESS.next) == (1.0, ())


@pytest.mark.parametrize(
    ("rows", "milestone", "blocked_by"),
    [
        ([], "met", []),
        ([], "agreed", []),
        ([], "checked", ["met", "agreed"]),
        ([achieved("met")], "checked", ["agreed"]),
        ([achieved("met"), achieved("agreed")], "checked", []),
        ([achieved("met"), achieved("agreed")], "signed", ["checked"]),
        ([achieved("met"), row("2026-02-02", "waived", "agreed")], "checked", []),
    ],
)
def test_what_stands_in_the_way_of_a_milestone(rows: list[Row], milestone: str, blocked_by: list[str]) -> None:
    process = process_of(PLAIN)
    stage, target = next((stage, each) for stage, each in process.placed() if each.id == milestone)
    before = blocking(target, stage, progress_of([opened(), *rows]), process)
    assert [standing.milestone.id for standing in before] == blocked_by


def test_a_promise_stands_until_the_milestone_is_achieved() -> None:
    promise = row("2026-03-01", "planned", "met", at="2026-01-10T10:00:00.000000Z")
    found = progress_of([opened(), promise]).standing("met")
    assert found is not None
    assert found.planned == promise
    kept = progress_of([opened(), promise, achieved("met", "2026-02-20")]).standing("met")
    assert kept is not None
    assert kept.planned is None


def test_a_promise_made_after_the_achievement_is_open() -> None:
    promise = row("2026-07-01", "planned", "met", at="2026-06-10T10:00:00.000000Z")
    found = progress_of([opened(), achieved("met"), promise], LAPSING, on="2026-06-15").standing("met")
    assert found is not None
    assert found.planned == promise
