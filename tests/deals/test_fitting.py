"""Whether what remains fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.deals.fitting import chance_to_fit, lognormal_days


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


@given(medians=st.lists(st.floats(1, 60), max_size=4), days=st.integers(0, 90))
def test_what_takes_longer_than_the_days_left_need_not_be_known(medians: list[float], days: int) -> None:
    whole = chance_to_fit(map(lognormal_days, medians), days)
    assert chance_to_fit([lognormal_days(m, longest=days) for m in medians], days) == pytest.approx(whole)
