import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.model.period import after, parse_period, quarter_of, week_of, year_of

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 12, 31))
STARTS = st.integers(1, 12)
ONE_DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "fiscal_year_starts", "start", "end"),
    [
        ("2026", 1, "2026-01-01", "2026-12-31"),
        ("2026", 4, "2026-04-01", "2027-03-31"),
        ("2026-Q1", 1, "2026-01-01", "2026-03-31"),
        ("2026-Q4", 1, "2026-10-01", "2026-12-31"),
        ("2026-Q4", 10, "2027-07-01", "2027-09-30"),
        ("2026-Q4", 2, "2026-11-01", "2027-01-31"),
        ("2026-11", 1, "2026-11-01", "2026-11-30"),
        ("2024-02", 1, "2024-02-01", "2024-02-29"),
        ("2026-11", 7, "2026-11-01", "2026-11-30"),
        ("2026-W48", 1, "2026-11-23", "2026-11-29"),
        ("2026-W01", 1, "2025-12-29", "2026-01-04"),
        ("2026-W53", 1, "2026-12-28", "2027-01-03"),
    ],
)
def test_a_period_has_its_first_and_last_day(text: str, fiscal_year_starts: int, start: str, end: str) -> None:
    period = parse_period(text, fiscal_year_starts)
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat(), period.name) == (start, end, text)


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026-Q0", "2026-Q5", "2026-13", "2026-00", "2026-W00", "2026-W54", "2025-W53", "2026-1", "2026-W1",
     "2026-11-21", "0000", "2026 ", "２０２６", "2026-q4"],
)  # fmt: skip
def test_anything_else_is_no_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize("text", ["9999", "9999-Q4", "9999-12", "9999-W52"])
def test_a_period_that_would_end_after_the_last_day_of_the_calendar_is_none(text: str) -> None:
    assert parse_period(text, 4) is None


def test_the_last_day_of_the_calendar_is_in_a_quarter() -> None:
    assert datetime.date.max in quarter_of(datetime.date.max)
    assert quarter_of(datetime.date(9999, 2, 1)).end == datetime.date(9999, 3, 31)
    assert datetime.date.max in year_of(datetime.date.max, 7)


def test_both_ends_belong_to_a_period() -> None:
    period = parse_period("2026-11")
    assert period is not None
    assert period.days == 30
    assert datetime.date(2026, 11, 1) in period
    assert datetime.date(2026, 11, 30) in period
    assert datetime.date(2026, 12, 1) not in period


@given(DAYS, STARTS)
def test_every_day_is_in_exactly_one_quarter_of_its_year(day: datetime.date, starts: int) -> None:
    year = year_of(day, starts)
    quarters = [parse_period(f"{year.name}-Q{number}", starts) for number in (1, 2, 3, 4)]
    assert [quarter for quarter in quarters if quarter and day in quarter] == [quarter_of(day, starts)]
    assert day in year


@given(DAYS, STARTS)
def test_the_quarters_of_a_year_follow_each_other_without_a_gap(day: datetime.date, starts: int) -> None:
    year = year_of(day, starts)
    quarter = quarter_of(year.start, starts)
    assert quarter.start == year.start
    for _ in range(3):
        following = after(quarter, starts)
        assert following.start == quarter.end + ONE_DAY
        quarter = following
    assert quarter.end == year.end


@given(DAYS)
def test_a_week_runs_from_monday_to_sunday(day: datetime.date) -> None:
    week = week_of(day)
    assert day in week
    assert (week.start.isoweekday(), week.end.isoweekday(), week.days) == (1, 7, 7)
    assert parse_period(week.name) == week
