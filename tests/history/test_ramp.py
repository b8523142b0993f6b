"""New reps carry less of a target in their first months."""

import datetime
from decimal import Decimal

import pytest
from history_building import period_of

from milestonectl.history.ramp import productive_days
from milestonectl.history.targets import quotas
from milestonectl.model.settings import Rep, Settings, Target

RAMP = Settings(ramp=(0, 0.25, 0.5, 0.75))


def test_the_days_of_the_first_months_count_by_the_ramp() -> None:
    # 2026 has 22, 20, 22 and 22 weekdays from January to April, and 21 in May.
    started = datetime.date(2026, 1, 1)
    months = [productive_days(period_of(f"2026-0{month}"), started, RAMP) for month in range(1, 6)]
    assert months == [0, 5, 11, 16.5, 21]


def test_the_months_of_a_ramp_begin_on_the_day_the_rep_began() -> None:
    # Monday 16 March: 23 weekdays to 15 April count nothing, the 11 from 16 April a quarter.
    assert productive_days(period_of("2026-04"), datetime.date(2026, 3, 16), RAMP) == 11 / 4


def test_a_rep_who_begins_on_the_last_of_a_month_has_short_months_too() -> None:
    # 31 January is a Saturday; the second month begins on 28 February, also one: 20 weekdays count nothing.
    assert productive_days(period_of("2026-02"), datetime.date(2026, 1, 31), RAMP) == 0


@pytest.mark.parametrize("started", [None, datetime.date(2020, 1, 1)])
def test_who_is_not_new_counts_in_full(started: datetime.date | None) -> None:
    assert productive_days(period_of("2026-Q4"), started, RAMP) == 66


def test_before_the_first_day_nothing_counts() -> None:
    assert productive_days(period_of("2026-Q1"), datetime.date(2026, 6, 1), RAMP) == 0


def test_the_last_days_of_the_calendar_are_no_limit() -> None:
    assert productive_days(period_of("2026-Q1"), datetime.date(9999, 12, 31), RAMP) == 0


def test_a_new_rep_has_more_of_the_year_to_sell_in_its_last_quarter() -> None:
    # Of 2026 count 5 + 11 + 16.5 days to April and 175 from May: 207.5; the last quarter has 66 of them.
    rep = Rep("eva", "Eva", started=datetime.date(2026, 1, 1), targets=(_target(207_500),))
    (quota,) = quotas([rep], period_of("2026-Q4"), RAMP)
    assert (quota.revenue, quota.began) == (Decimal(66_000), rep.started)


@pytest.mark.parametrize("settings", [Settings(), Settings(ramp=(1,))])
def test_without_a_ramp_a_first_day_changes_nothing(settings: Settings) -> None:
    rep = Rep("eva", "Eva", started=datetime.date(2025, 12, 1), targets=(_target(261_000),))
    (quota,) = quotas([rep], period_of("2026-Q4"), settings)
    assert (quota.revenue, quota.began) == (Decimal(66_000), None)


def test_a_target_for_a_time_before_the_rep_began_is_shared_by_days() -> None:
    rep = Rep("eva", "Eva", started=datetime.date(2027, 1, 1), targets=(_target(261_000),))
    (quota,) = quotas([rep], period_of("2026-Q4"), RAMP)
    assert (quota.revenue, quota.began) == (Decimal(66_000), None)


def _target(revenue: int) -> Target:
    return Target(period_of("2026"), Decimal(revenue), "USD", "new")
