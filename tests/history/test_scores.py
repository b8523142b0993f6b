"""Scores against worked numbers and their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.intervals import Interval
from milestonectl.history.scores import (
    Calibration,
    brier,
    calibration,
    covered,
    crps,
    interval_score,
    log_loss,
    pinball,
    probability_integral_transform,
    ratio_interval_by_deal,
    reliability,
    skill,
    weighted_absolute_error,
)

CHANCE, WON = np.array([0.9, 0.7, 0.3, 0.2]), np.array([1.0, 0.0, 0.0, 1.0])
SAMPLE = np.array([90.0, 110.0, 150.0, 200.0, 250.0])
amounts = st.floats(-1000, 1000)


def test_scores_of_chances() -> None:
    """W18."""
    assert brier(CHANCE, WON) == pytest.approx(0.3075)
    assert log_loss(CHANCE, WON) == pytest.approx(0.818862, abs=6e-7)
    assert calibration(CHANCE, WON).z == pytest.approx(-0.122169, abs=6e-7)
    assert calibration(CHANCE, WON).ratio == pytest.approx(1.05)
    assert skill(CHANCE, WON) == pytest.approx(1 - 0.3075 / 0.25)


def test_scores_of_a_simulated_total() -> None:
    """W18."""
    assert crps(SAMPLE[::-1], 160) == pytest.approx(19.2)
    quantiles = ((90, 0.1), (150, 0.5), (250, 0.9))
    assert [pinball(quantile, 160, level) for quantile, level in quantiles] == pytest.approx([7, 5, 9])
    assert [interval_score(Interval(90, 250), actual) for actual in (160, 270, 70)] == pytest.approx([160, 360, 360])
    forecast, actual = np.array([120.0, 150.0, 150.0]), np.array([100.0, 200.0, 150.0])
    assert weighted_absolute_error(forecast, actual) == pytest.approx(0.155556, abs=6e-7)


def test_what_cannot_be_scored_is_none() -> None:
    nothing = np.zeros(2)
    assert skill(nothing, nothing) is None
    assert calibration(nothing, nothing) == Calibration(None, None)
    assert weighted_absolute_error(nothing, nothing) is None
    assert ratio_interval_by_deal(np.array([1, 2]), nothing, nothing, draws=5) is None


def test_a_sure_mistake_costs_much_but_not_everything() -> None:
    assert log_loss(np.array([0.0]), np.array([1.0])) == pytest.approx(13.8155, abs=5e-5)


@given(st.lists(amounts, min_size=1, max_size=30), amounts)
def test_crps_is_mean_distance_less_half_the_mean_spread(values: list[float], actual: float) -> None:
    sample = np.array(values)
    spread = np.abs(sample[:, None] - sample[None, :]).mean()
    assert crps(sample, actual) == pytest.approx(np.abs(sample - actual).mean() - spread / 2, abs=1e-6)


def test_coverage_and_place_of_the_actual_value() -> None:
    assert (
        covered(np.array([1.0, 1.0, 1.0, 1.0]), np.array([3.0, 3.0, 3.0, 3.0]), np.array([0.0, 1.0, 3.0, 4.0])) == 0.5
    )
    assert probability_integral_transform(SAMPLE, 160) == pytest.approx(0.6)
    assert probability_integral_transform(SAMPLE, 150) == pytest.approx(0.5)


@given(st.lists(st.tuples(st.sampled_from((0.1, 0.25, 0.5, 0.9)) | st.floats(0, 1), st.booleans()), min_size=1))
def test_reliability_bins_hold_every_deal_in_order(rows: list[tuple[float, bool]]) -> None:
    chance, won = np.array([p for p, _ in rows]), np.array([float(w) for _, w in rows])
    bins = reliability(chance, won, 4)
    assert 1 <= len(bins) <= 4
    assert sum(b.deals for b in bins) == len(rows)
    assert sum(b.deals * b.won for b in bins) == pytest.approx(won.sum())
    assert [b.predicted for b in bins] == sorted(b.predicted for b in bins)


def test_reliability_bins_are_equal_in_count() -> None:
    chance = np.linspace(0.05, 0.95, 40)
    bins = reliability(chance, (chance > 0.5).astype(np.float64), 4)
    assert [b.deals for b in bins] == [10, 10, 10, 10]
    assert [b.won for b in bins] == [0, 0, 1, 1]


def test_one_deal_seen_often_is_one_piece_of_evidence() -> None:
    random = np.random.default_rng(7)
    error = random.random(50)
    once = ratio_interval_by_deal(np.arange(50), error, np.ones(50), seed=1)
    often = ratio_interval_by_deal(np.repeat(np.arange(50), 8), np.repeat(error, 8), np.ones(400), seed=1)
    assert once is not None
    assert often == pytest.approx(once)
    assert once.low < error.mean() < once.high
    expected = 2 * 1.2816 * error.std() / np.sqrt(50)
    assert once.high - once.low == pytest.approx(expected, rel=0.15)
