from datetime import date
from decimal import Decimal

import pytest
from history_building import period_of, process_of
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.pace import Step, pace, per_week, prior_steps
from milestonectl.history.selling_weeks import SellingWeeks, selling_weeks
from milestonectl.history.shrinkage import Level
from milestonectl.history.targets import Quota
from milestonectl.model.settings import Settings

WEEKS = SellingWeeks(48.0, 48.0)
QUOTA = Quota("dana", "service", Decimal(600000), "USD")


def test_the_seed_example_takes_two_milestones_a_week() -> None:
    found = pace(QUOTA, process_of(), Decimal(50000), WEEKS, {})
    assert (found.wins, round(found.needed, 9), round(found.per_week, 9)) == (12.0, 96.0, 2.0)
    assert [m.needed for m in found.milestones] == pytest.approx([39.5599, 26.5805, 17.8596, 12.0], abs=5e-5)
    assert [m.per_week for m in found.milestones] == pytest.approx([0.824, 0.554, 0.372, 0.25], abs=5e-4)
    assert found.multiplier == pytest.approx(2.0)


def test_what_is_achieved_leaves_less_for_the_weeks_left() -> None:
    weeks = SellingWeeks(48.0, 6.0)
    found = pace(
        QUOTA, process_of(), Decimal(50000), weeks, {"qualified": 31, "discovery": 22, "proof": 15, "contract": 9}
    )
    assert [round(m.left, 1) for m in found.milestones] == [8.6, 4.6, 2.9, 3.0]
    assert found.per_week_left == pytest.approx(19.0 / 6, abs=1e-6)


def test_history_weighs_as_many_deals_as_there_were() -> None:
    (prior, *_) = prior_steps(process_of())
    measured = Step(prior.prior, (Level(9, 12, 5),))
    assert measured.conversion == pytest.approx(0.727031, abs=5e-7)
    assert measured.own_share == pytest.approx(12 / 17)


def test_a_process_of_one_milestone_needs_as_many_as_wins() -> None:
    found = pace(QUOTA, process_of(["signed"]), Decimal(50000), WEEKS, {})
    assert [m.needed for m in found.milestones] == [12.0]


def test_what_is_left_when_no_week_is_left_cannot_be_done() -> None:
    assert per_week(3, 0) == float("inf")
    assert per_week(0, 0) == 0


@pytest.mark.parametrize(("weeks", "expected"), [(6, 0.5), (1, 3), (0.6, 3)])
def test_in_less_than_a_week_all_that_is_left_is_due(weeks: float, expected: float) -> None:
    assert per_week(3, weeks) == expected


@given(st.integers(1, 10), st.floats(1, 5), st.integers(1, 10**9))
def test_the_total_is_the_multiple_of_the_ideal(count: int, multiplier: float, revenue: int) -> None:
    process = process_of([f"m{n}" for n in range(count)], multiplier=multiplier)
    found = pace(QUOTA._replace(revenue=Decimal(revenue)), process, Decimal(50000), WEEKS, {})
    expected = found.wins * count * (multiplier if count > 1 else 1)
    assert found.needed == pytest.approx(expected, rel=1e-9)
    assert found.milestones[-1].needed == found.wins


def test_selling_weeks_follow_the_calendar_where_it_has_holidays() -> None:
    holidays = tuple(
        date.fromisoformat(f"2026-{day}") for day in ("10-12", "11-11", "11-26", "11-27", "12-24", "12-25")
    )
    found = selling_weeks(period_of("2026-Q4"), date(2026, 9, 30), Settings(holidays=holidays))
    assert found == SellingWeeks(12.0, 12.0)


def test_selling_weeks_without_holidays_are_the_share_of_the_year() -> None:
    year = selling_weeks(period_of("2026"), date(2025, 12, 1), Settings())
    assert year == pytest.approx((48.0, 48.0, 261 / 48))
    quarter = selling_weeks(period_of("2026-Q4"), date(2026, 12, 31), Settings())
    assert quarter == pytest.approx((66 * 48 / 261, 0.0, 261 / 48))
