import datetime
from decimal import Decimal

import pytest
from deals_building import PLAIN, deal_of, opened, processes_of, proof, row, settings
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.deals.deal import Push
from milestonectl.deals.fold import fold_all, level_of, separate_voided
from milestonectl.model.clock import as_of
from milestonectl.model.money import Money
from milestonectl.model.row import Row, seal

DATES = st.dates(datetime.date(2026, 1, 5), datetime.date(2026, 1, 9)).map(datetime.date.isoformat)
PROCESSES = processes_of(PLAIN)
SETTINGS = settings()
HORIZON = as_of(datetime.date(2026, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Row]:
    """Rows of two deals, some of them void, some without an id or a time, many at the same moment."""
    rows: list[Row] = []
    for _ in range(draw(st.integers(1, 12))):
        event = draw(
            st.sampled_from(
                ["opened", "changed", "planned", "achieved", "evidence", "waived", "lost", "reopened", "voided"]
            )
        )
        drawn = Row(
            date=draw(DATES), deal=draw(st.sampled_from(["D-1", "D-2"])), event=event, by="dana",
            milestone=draw(st.sampled_from(["met", "agreed", "signed"])) if event in ("planned", "achieved", "evidence", "waived") else "",
            reason=draw(st.sampled_from(["", "because"])), amount=draw(st.sampled_from(["", "10", "20.50"])),
            close_date=draw(DATES) if event in ("opened", "changed") else "", sale_type="sale" if event == "opened" else "",
            ref=draw(st.sampled_from([r.id for r in rows])) if rows and event == "voided" else draw(st.sampled_from(["", "x"])),
        )  # fmt: skip
        stamped = draw(st.sampled_from(["", "2026-01-07T10:00:00.000000Z", "2026-01-07T10:00:00Z"]))
        rows.append(seal(drawn, stamped) if draw(st.booleans()) else drawn._replace(recorded_at=stamped))
    return rows


@given(st.data())
def test_the_state_is_the_same_whatever_the_order_of_files_and_rows(data: st.DataObject) -> None:
    rows = data.draw(ledgers())
    shuffled = data.draw(st.permutations(rows))
    assert fold_all(shuffled, PROCESSES, SETTINGS, HORIZON) == fold_all(rows, PROCESSES, SETTINGS, HORIZON)


@given(st.data())
def test_a_row_that_stands_in_several_files_counts_once(data: st.DataObject) -> None:
    rows = [row if row.id else seal(row) for row in data.draw(ledgers())]
    again = data.draw(st.lists(st.sampled_from(rows)))
    assert fold_all([*rows, *again], PROCESSES, SETTINGS, HORIZON) == fold_all(rows, PROCESSES, SETTINGS, HORIZON)


def test_a_row_that_was_changed_under_its_id_folds_alike_in_any_order() -> None:
    changed = row("2026-01-06", "changed", amount="10", currency="USD")
    edited = changed._replace(amount="20")
    assert deal_of([opened(), changed, edited]) == deal_of([opened(), edited, changed])


def test_a_deal_is_what_its_rows_say() -> None:
    deal = deal_of(
        [
            opened(amount="84000", currency="EUR", close_date="2026-03-01"),
            row("2026-01-10", "changed", owner="omar", region="EMEA", seats="40"),
            row("2026-01-12", "achieved", "met", **proof()),
        ]
    )
    assert (deal.id, deal.account, deal.owner, deal.sale_type) == ("D-1", "Acme", "omar", "sale")
    assert deal.amount == Money("EUR", 8_400_000)
    assert (deal.opened, deal.close_date) == (day("2026-01-05"), day("2026-03-01"))
    assert dict(deal.fields) == {"region": "EMEA", "seats": "40"}
    assert deal.facts["seats"] == Decimal(40)
    assert deal.facts["amount"] == Decimal(84000)
    assert deal.last_achieved == day("2026-01-12")


def test_an_amount_without_a_currency_is_in_that_of_the_workspace() -> None:
    assert deal_of([opened(amount="10")]).amount == Money("USD", 1000)


def test_a_later_amount_keeps_the_currency_of_the_deal() -> None:
    deal = deal_of([opened(amount="10", currency="JPY"), row("2026-01-06", "changed", amount="20")])
    assert deal.amount == Money("JPY", 20)


def test_a_deal_without_amount_closing_date_or_process_is_a_deal() -> None:
    deal = deal_of([opened(sale_type="barter")])
    assert (deal.amount, deal.close_date, deal.process, deal.currency, deal.pushes) == (None, None, None, "", ())


def test_rows_of_a_deal_that_was_never_opened_make_no_deal() -> None:
    assert fold_all([row("2026-01-12", "achieved", "met")], PROCESSES, SETTINGS, HORIZON) == {}


def test_deals_come_in_the_order_of_their_ids() -> None:
    rows = [opened(deal=name) for name in ("B", "A", "C")]
    assert list(fold_all(rows, PROCESSES, SETTINGS, HORIZON)) == ["A", "B", "C"]


def test_a_voided_row_does_not_count_and_a_voided_void_does() -> None:
    met = row("2026-01-06", "achieved", "met")
    void = row("2026-01-07", "voided", ref=met.id)
    again = row("2026-01-08", "voided", ref=void.id)
    assert "met" not in deal_of([opened(), met, void]).achievements
    assert "met" in deal_of([opened(), met, void, again]).achievements
    third = row("2026-01-09", "voided", ref=again.id)
    assert "met" not in deal_of([opened(), met, void, again, third]).achievements


def test_rows_that_void_each_other_come_to_an_end() -> None:
    one = Row(id="1", date="2026-01-06", deal="D-1", event="voided", ref="2")
    two = Row(id="2", date="2026-01-07", deal="D-1", event="voided", ref="1")
    standing, voided = separate_voided([one, two])
    assert standing == []
    assert {found.id for found in voided} <= {"1", "2"}


def test_voiding_the_opening_leaves_no_deal() -> None:
    first = opened()
    assert fold_all([first, row("2026-01-07", "voided", ref=first.id)], PROCESSES, SETTINGS, HORIZON) == {}


@pytest.mark.parametrize(
    ("events", "outcome", "closed"),
    [
        ([], "open", None),
        ([("2026-02-01", "achieved", "checked")], "open", None),
        ([("2026-02-01", "achieved", "signed")], "won", "2026-02-01"),
        ([("2026-02-01", "lost", "")], "lost", "2026-02-01"),
        ([("2026-02-01", "lost", ""), ("2026-02-03", "reopened", "")], "open", None),
        ([("2026-02-01", "lost", ""), ("2026-02-03", "achieved", "signed")], "won", "2026-02-03"),
        ([("2026-02-01", "achieved", "signed"), ("2026-02-03", "achieved", "signed")], "won", "2026-02-01"),
        ([("2026-02-01", "achieved", "signed"), ("2026-02-03", "lost", "")], "lost", "2026-02-03"),
        ([("2026-02-01", "achieved", "signed"), ("2026-02-03", "reopened", "")], "open", None),
        ([("2026-02-01", "achieved", "signed"), ("2026-02-03", "reopened", ""), ("2026-03-01", "achieved", "signed")], "won", "2026-03-01"),
    ],
)  # fmt: skip
def test_the_last_word_on_the_outcome_counts(
    events: list[tuple[str, str, str]], outcome: str, closed: str | None
) -> None:
    deal = deal_of([opened(), *(row(date, event, milestone) for date, event, milestone in events)])
    assert (deal.outcome, deal.closed) == (outcome, day(closed) if closed else None)


def test_a_push_is_a_closing_date_moved_out() -> None:
    deal = deal_of(
        [
            opened(close_date="2026-03-01"),
            row("2026-01-10", "changed", close_date="2026-03-31"),
            row("2026-01-11", "changed", close_date="2026-03-31"),
            row("2026-01-12", "changed", close_date="2026-03-15"),
            row("2026-01-13", "changed", owner="omar"),
        ]
    )
    assert [move.days for move in deal.moves] == [30, -16]
    assert deal.pushes == (Push(day("2026-01-10"), day("2026-03-01"), day("2026-03-31")),)


def test_a_milestone_may_be_achieved_several_times() -> None:
    rows = [row(date, "achieved", "met") for date in ("2026-02-01", "2026-01-10", "2026-03-01")]
    achievement = deal_of([opened(), *rows]).achievements["met"]
    assert (achievement.first, achievement.last, achievement.times) == (day("2026-01-10"), day("2026-03-01"), 3)


@pytest.mark.parametrize(
    ("cells", "level"),
    [
        ({}, "asserted"),
        ({"kind": "email"}, "asserted"),
        ({"contact": "J. Roe"}, "asserted"),
        ({"kind": "email", "ref": "2f9c"}, "documented"),
        ({"kind": "email", "ref": "2f9c", "role": "economic-buyer"}, "documented"),
        ({"kind": "email", "ref": "2f9c", "contact": "J. Roe"}, "confirmed"),
        ({"kind": "email", "ref": "2f9c", "contact": "J. Roe", "source": "import:crm"}, "asserted"),
    ],
)
def test_how_strongly_an_item_proves(cells: dict[str, str], level: str) -> None:
    assert level_of(row("2026-01-10", "achieved", "met", **cells)) == level


def test_the_best_item_counts_wherever_it_was_added() -> None:
    deal = deal_of(
        [
            opened(),
            row("2026-01-10", "achieved", "met", kind="note", ref="1"),
            row("2026-01-11", "evidence", "met", **proof()),
            row("2026-01-12", "evidence", "met", kind="note", ref="2"),
        ]
    )
    assert deal.achievements["met"].level == "confirmed"
    assert len(deal.achievements["met"].evidence) == 3


def test_evidence_without_an_achievement_achieves_nothing() -> None:
    assert deal_of([opened(), row("2026-01-10", "evidence", "met", **proof())]).achievements == {}


def test_a_deal_keeps_the_version_of_its_opening_day_unless_its_row_pins_another() -> None:
    second = PLAIN.replace("title: Sale", "title: Sale\nversion: 2\neffective: 2026-02-01")
    assert deal_of([opened("2026-01-31")], PLAIN, second).process == processes_of(PLAIN, second).pinned("sale@1")
    assert deal_of([opened("2026-02-01")], PLAIN, second).process == processes_of(PLAIN, second).pinned("sale@2")
    pinned = deal_of([opened("2026-02-01", process="sale@1")], PLAIN, second).process
    assert pinned is not None
    assert pinned.version == 1
