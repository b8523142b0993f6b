"""Headroom and elasticity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.leverage import elasticities, headroom_gains, headroom_of_all, wins_by

ADVANCE, LOST = np.array([[0.20], [0.15], [0.10]]), np.array([[0.05], [0.10], [0.05]])
OPEN = np.array([[10.0], [6.0], [4.0]])
steps = st.lists(st.tuples(st.floats(0.05, 1), st.floats(0.05, 1)), min_size=1, max_size=6)


def test_the_step_furthest_from_the_exemplary_gains_most() -> None:
    """W22."""
    usual, best = (0.8, 0.5, 0.7), (0.85, 0.6, 0.72)
    assert headroom_gains(10, usual, best) == pytest.approx((0.625, 2.0, 0.2857), abs=5e-5)
    assert headroom_of_all(10, usual, best) == pytest.approx(3.114286, abs=6e-7)


def test_better_than_the_exemplary_and_never_converting_gain_nothing() -> None:
    assert headroom_gains(10, (0.8, 0.0), (0.7, 0.5)) == (0, 0)
    assert headroom_of_all(10, (0.8, 0.0), (0.7, 0.5)) == 0


@given(steps)
def test_gains_together_are_no_less_than_their_sum(pairs: list[tuple[float, float]]) -> None:
    usual, best = zip(*pairs, strict=True)
    assert headroom_of_all(10, usual, best) >= sum(headroom_gains(10, usual, best)) - 1e-9


@pytest.mark.parametrize(
    ("days", "wins", "weights"),
    [(4, 1.7852, (0.055, 0.258, 0.871)), (13, 6.4553, (0.206, 0.401, 0.637)), (52, 20.2101, (0.199, 0.383, 0.402))],
)
def test_late_in_the_period_the_last_milestone_weighs_most(days: int, wins: float, weights: tuple[float, ...]) -> None:
    """W23."""
    assert wins_by(ADVANCE, LOST, OPEN, 1, days) == pytest.approx(wins, abs=5e-5)
    assert elasticities(ADVANCE, LOST, OPEN, 1, days) == pytest.approx(weights, abs=6e-4)


def test_without_wins_nothing_has_weight() -> None:
    assert elasticities(ADVANCE, LOST, OPEN * 0, 0, 4) == (0, 0, 0)
