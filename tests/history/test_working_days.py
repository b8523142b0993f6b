"""Working days, weeks and ramps."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.working_days import (
    Week,
    productive_time,
    ramped_targets,
    shares,
    weekly_targets,
    weeks,
    working_days,
)

START, END = date(2026, 10, 1), date(2027, 1, 1)
HOLIDAYS = [date(2026, 10, 12), date(2026, 11, 11), *(date(2026, 11, d) for d in (26, 27)), date(2026, 12, 24)]
HOLIDAYS += [date(2026, 12, 25)]
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_a_quarter_with_six_holidays_is_twelve_weeks() -> None:
    """W11."""
    assert working_days(START, END) == 66
    assert working_days(START, END, HOLIDAYS) == 60
    quarter = list(weeks(START, END, HOLIDAYS))
    targets = dict(zip([week.start for week in quarter], weekly_targets(24, quarter), strict=True))
    assert targets[date(2026, 11, 2)] == pytest.approx(2.0)
    assert targets[date(2026, 11, 23)] == pytest.approx(1.2)
    assert quarter[0] == Week(START, 2)


def test_no_period_no_days() -> None:
    assert working_days(END, START, HOLIDAYS) == 0
    assert list(weeks(END, START)) == []


def test_holidays_count_once_and_only_on_weekdays_within() -> None:
    monday, saturday = date(2026, 10, 12), date(2026, 10, 17)
    assert working_days(date(2026, 10, 12), date(2026, 10, 19), [monday, monday, saturday, date(2026, 10, 19)]) == 4


@given(days, days, st.lists(days, max_size=30))
def test_working_days_are_those_of_numpy(start: date, end: date, holidays: list[date]) -> None:
    expected = max(0, int(np.busday_count(start, end, holidays=holidays)))
    assert working_days(start, end, holidays) == expected


@given(days, st.integers(1, 400), st.lists(days, max_size=30))
def test_weeks_cover_the_period(start: date, length: int, holidays: list[date]) -> None:
    end = start + timedelta(days=length)
    found = list(weeks(start, end, holidays))
    assert sum(week.working_days for week in found) == working_days(start, end, holidays)
    assert found[0].start == start
    assert all(week.start.weekday() == 0 for week in found[1:])
    total = sum(weekly_targets(24, found))
    assert total == pytest.approx(24 if working_days(start, end, holidays) else 0)


def test_a_new_rep_carries_what_the_ramp_allows() -> None:
    """W12."""
    new = productive_time((0, 0.25, 0.5, 0.75), [1] * 12)
    assert new == 9.5
    targets = ramped_targets(2_400_000, {"ada": 12, "ben": 12, "eva": 12, "new": new})
    assert targets["new"] / new == pytest.approx(52_747.253, abs=5e-4)
    assert [round(targets[rep]) for rep in ("ada", "new")] == [632_967, 501_099]


def test_a_ramp_counts_working_days_too() -> None:
    assert productive_time((0, 0.5), [20, 22, 18]) == 29


def test_nobody_to_share_with() -> None:
    assert shares(10, [0, 0]) == (0, 0)
    assert shares(10, []) == ()
