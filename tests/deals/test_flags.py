import datetime

import pytest
from deals_building import PLAIN, deal_of, opened, proof, row

from milestonectl.deals.flags import Thresholds, flags, idle_days
from milestonectl.deals.gates import progress
from milestonectl.model.row import Row

TYPICAL = PLAIN.replace("title: Met,", "title: Met, typical_days: 10,")
NONE: Thresholds = {}


def raised(rows: list[Row], on: str, text: str = PLAIN, thresholds: Thresholds = NONE) -> dict[str, str]:
    day = datetime.date.fromisoformat(on)
    deal = deal_of(rows, text, on=day)
    return {flag.name: flag.reason for flag in flags(deal, progress(deal, day), day, thresholds)}


def test_a_quiet_deal_carries_no_flags() -> None:
    assert raised([opened(close_date="2026-03-01")], "2026-02-01") == {}


@pytest.mark.parametrize(("on", "stalled"), [("2026-01-25", False), ("2026-01-26", True)])
def test_stalled_is_idle_for_more_than_twice_the_typical_days(on: str, stalled: bool) -> None:
    assert ("stalled" in raised([opened("2026-01-05")], on, TYPICAL)) is stalled


def test_history_knows_better_when_a_deal_is_stalled() -> None:
    found = raised([opened("2026-01-05")], "2026-01-12", TYPICAL, {("sale", "met"): 6})
    assert found == {"stalled": "no proven milestone for 7 days; 9 of 10 that went on had by day 6"}


@pytest.mark.parametrize(("evidence", "stalled"), [({}, True), (proof(), False)])
def test_a_milestone_that_is_only_said_does_not_end_a_stall(evidence: dict[str, str], stalled: bool) -> None:
    demanding = TYPICAL.replace("title: Met,", "title: Met, evidence: {level: confirmed},")
    rows = [opened("2026-01-05"), row("2026-01-20", "achieved", "met", **evidence)]
    found = raised(rows, "2026-01-30", demanding)
    assert found.get("stalled") == ("no proven milestone for 25 days; more than 20 is unusual" if stalled else None)


def test_a_milestone_that_lapsed_counts_no_more() -> None:
    lapsing = TYPICAL.replace("title: Met,", "title: Met, valid_for_days: 30,")
    rows = [opened("2026-01-05"), row("2026-01-20", "achieved", "met", **proof())]
    assert raised(rows, "2026-03-01", lapsing)["stalled"] == "no proven milestone for 55 days; more than 20 is unusual"


def test_slipping_is_pushed_twice() -> None:
    once = [opened(close_date="2026-03-01"), row("2026-01-10", "changed", close_date="2026-03-31")]
    twice = [*once, row("2026-01-20", "changed", close_date="2026-04-15")]
    assert "slipping" not in raised(once, "2026-02-01")
    assert raised(twice, "2026-02-01") == {"slipping": "closing date pushed 2 times, 45 days"}


def test_overdue_begins_the_day_after_the_closing_date() -> None:
    rows = [opened(close_date="2026-03-01")]
    assert "overdue" not in raised(rows, "2026-03-01")
    assert raised(rows, "2026-03-02") == {"overdue": "was to close on 2026-03-01"}


def test_a_single_contact_is_a_risk_from_the_second_milestone_on() -> None:
    one = [opened(), row("2026-02-01", "achieved", "met", **proof())]
    two = [*one, row("2026-02-02", "achieved", "agreed", **proof())]
    others = [*one, row("2026-02-02", "achieved", "agreed", **proof(contact="A. Voss"))]
    assert "single-contact" not in raised(one, "2026-02-03")
    assert "single-contact" in raised(two, "2026-02-03")
    assert "single-contact" not in raised(others, "2026-02-03")


def test_unconfirmed_is_two_milestones_without_the_buyers_word() -> None:
    rows = [
        opened(),
        row("2026-02-01", "achieved", "met"),
        row("2026-02-02", "achieved", "agreed", kind="note", ref="1"),
    ]
    assert "unconfirmed" in raised(rows, "2026-02-03")
    assert "unconfirmed" not in raised([*rows, row("2026-02-03", "evidence", "met", **proof())], "2026-02-03")


def test_a_promise_is_missed_the_day_after() -> None:
    rows = [opened(), row("2026-02-10", "planned", "met", at="2026-01-20T10:00:00.000000Z")]
    assert "promise-missed" not in raised(rows, "2026-02-10")
    assert raised(rows, "2026-02-11") == {"promise-missed": "Met was promised for 2026-02-10"}


def test_a_promise_that_was_kept_is_not_missed_when_the_milestone_lapses() -> None:
    lapsing = PLAIN.replace("title: Met,", "title: Met, valid_for_days: 30,")
    promise = row("2026-02-10", "planned", "met", at="2026-01-20T10:00:00.000000Z")
    assert "promise-missed" not in raised(
        [opened(), promise, row("2026-02-09", "achieved", "met")], "2026-06-01", lapsing
    )


@pytest.mark.parametrize(("won", "flagged"), [("2026-01-05", True), ("2026-01-06", True), ("2026-01-07", False)])
def test_booked_afterwards_is_won_within_a_day_of_being_opened(won: str, flagged: bool) -> None:
    assert (
        "booked-afterwards" in raised([opened("2026-01-05"), row(won, "achieved", "signed")], "2026-02-01")
    ) is flagged


def test_a_lost_deal_carries_no_flags() -> None:
    assert raised([opened(close_date="2026-02-01"), row("2026-02-10", "lost")], "2026-12-01", TYPICAL) == {}


def test_a_deal_is_idle_since_its_last_milestone() -> None:
    day = datetime.date(2026, 2, 11)
    assert idle_days(deal_of([opened("2026-02-01")]), day) == 10
    assert idle_days(deal_of([opened("2026-02-01"), row("2026-02-08", "achieved", "met")]), day) == 3
