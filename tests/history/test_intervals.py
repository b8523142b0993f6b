"""Intervals against worked numbers, statsmodels and their laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from milestonectl.history.distributions import Beta, binomial_at_least, binomial_at_most
from milestonectl.history.intervals import (
    Interval,
    beta_interval,
    funnel_limits,
    funnel_signal,
    gamma_interval,
    over_dispersion,
    wilson_interval,
)

rates = st.floats(0.01, 0.99)


@given(successes=st.integers(0, 500), failures=st.integers(0, 500), confidence=st.sampled_from((0.5, 0.8, 0.95)))
def test_wilson_is_that_of_statsmodels(successes: int, failures: int, confidence: float) -> None:
    trials = max(1, successes + failures)
    expected = proportion_confint(successes, trials, alpha=1 - confidence, method="wilson")
    assert wilson_interval(successes, trials, confidence) == pytest.approx(expected, abs=1e-9)


def test_worked_intervals() -> None:
    assert wilson_interval(9, 12, 0.95) == pytest.approx((0.4677, 0.9111), abs=5e-5)
    assert wilson_interval(0, 0) == Interval(0, 1)
    assert beta_interval(Beta(14.0988, 16.2887)) == pytest.approx((0.3492, 0.5798), abs=5e-5)
    assert gamma_interval(70, 40) == pytest.approx((1.4879, 2.0228), abs=5e-5)


@pytest.mark.parametrize(
    ("trials", "confidence", "limits"),
    [
        (10, 0.95, (0.2299, 0.8530)),
        (20, 0.95, (0.3556, 0.7871)),
        (20, 0.998, (0.2264, 0.8923)),
        (40, 0.95, (0.4325, 0.7380)),
    ],
)
def test_funnel_limits_around_sixty_percent(trials: int, confidence: float, limits: tuple[float, float]) -> None:
    """W19."""
    assert funnel_limits(0.6, trials, confidence) == pytest.approx(limits, abs=5e-5)


def test_funnel_without_trials_says_nothing() -> None:
    assert funnel_limits(0.6, 0) == Interval(0, 1)


@given(rate=st.floats(0, 1), trials=st.integers(1, 300), over=st.floats(1, 10))
def test_funnel_limits_are_ordered_and_widen(rate: float, trials: int, over: float) -> None:
    alert, alarm = funnel_limits(rate, trials, 0.95), funnel_limits(rate, trials, 0.998)
    wide = funnel_limits(rate, trials, 0.95, over)
    assert 0 <= alarm.low <= alert.low <= rate <= alert.high <= alarm.high <= 1
    assert wide.low <= alert.low <= alert.high <= wide.high


@given(rate=rates, trials=st.integers(1, 80))
def test_funnel_signals_accuse_no_more_often_than_promised(rate: float, trials: int) -> None:
    signals = [funnel_signal(successes, trials, rate) for successes in range(trials + 1)]
    below, above = signals.count("below"), signals.count("above")
    assert signals == ["below"] * below + [None] * (trials + 1 - below - above) + ["above"] * above
    assert binomial_at_most(below - 1, trials, rate) < 0.025
    assert binomial_at_least(trials + 1 - above, trials, rate) < 0.025


def test_drawn_upper_limit_is_below_a_count_that_is_no_signal() -> None:
    assert funnel_limits(0.6, 10).high < 0.9
    assert funnel_signal(9, 10, 0.6) is None
    assert funnel_signal(10, 10, 0.6) == "above"


def test_over_dispersion_of_five_reps() -> None:
    """W19, data of W5."""
    alike = [(18, 30), (9, 20), (14, 20), (5, 15), (22, 30)]
    different = [(27, 30), (6, 20), (16, 20), (3, 15), (12, 30)]
    assert over_dispersion(alike, 68 / 115) == pytest.approx(1.85, abs=0.005)
    assert over_dispersion(different, 64 / 115) == pytest.approx(7.04, abs=0.005)
    assert over_dispersion(alike, 1.0) == 1
    assert over_dispersion([], 0.5) == 1
