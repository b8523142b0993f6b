"""Which deal first."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.priority import (
    chance_to_fit,
    expected_hours,
    lognormal_days,
    value_in_time,
    value_per_hour,
)

DEALS = {"A": (120, 0.67, 0.95, 6), "B": (300, 0.30, 0.10, 20), "C": (60, 0.90, 1, 2), "D": (200, 0.45, 0.5, 12)}


def test_exact_fit_of_two_durations() -> None:
    """W24a."""
    assert chance_to_fit([{5: 0.5, 10: 0.5}, {5: 0.6, 15: 0.4}], 15) == pytest.approx(0.6)


@pytest.mark.parametrize(("days", "chance"), [(25, 0.17), (31, 0.40), (45, 0.83)])
def test_typical_durations_fit_less_often_than_they_add_up(days: int, chance: float) -> None:
    """W24a, medians of 10, 7 and 14 days; in tenths of a day, near enough to time that flows."""
    assert chance_to_fit(map(lognormal_days, (100, 70, 140)), 10 * days) == pytest.approx(chance, abs=0.0075)


def test_whole_days_make_the_chance_to_fit_a_little_higher() -> None:
    """Half a day of the last step is rounded off."""
    assert chance_to_fit(map(lognormal_days, (10, 7, 14)), 31) == pytest.approx(0.425, abs=5e-4)


def test_nothing_to_do_fits() -> None:
    assert chance_to_fit([], 0) == 1
    assert chance_to_fit([], -1) == 0


@given(median=st.floats(0.5, 100), spread=st.floats(0.1, 1.5))
def test_a_duration_is_a_distribution_with_its_median(median: float, spread: float) -> None:
    duration = lognormal_days(median, spread)
    assert sum(duration.values()) == pytest.approx(1)
    assert min(duration.values()) >= 0
    below = sum(chance for day, chance in duration.items() if day <= median - 0.5)
    assert below <= 0.5 + 1e-9 <= sum(chance for day, chance in duration.items() if day < median + 0.5) + 2e-9


def test_order_by_value_in_time_and_by_hour() -> None:
    """W24b."""
    values = {name: value_in_time(amount, chance, fit) for name, (amount, chance, fit, _) in DEALS.items()}
    hourly = {name: value_per_hour(values[name], hours) for name, (*_, hours) in DEALS.items()}
    assert list(values.values()) == pytest.approx([76.38, 9, 54, 45])
    assert list(hourly.values()) == pytest.approx([12.73, 0.45, 27, 3.75])
    assert sorted(values, key=values.__getitem__, reverse=True) == ["A", "C", "D", "B"]
    assert sorted(hourly, key=hourly.__getitem__, reverse=True) == ["C", "A", "D", "B"]
    assert value_per_hour(1, 0) == math.inf


def test_later_work_counts_as_often_as_it_is_reached() -> None:
    assert expected_hours((0.5, 0.8), (4, 6, 10)) == pytest.approx(11)
