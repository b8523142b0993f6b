"""The rule of two and the funnel it stands for."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.rule_of_two import chances_to_win, milestone_counts, required_milestones, step_conversion


def test_twelve_sales_over_four_milestones_need_two_achievements_a_week() -> None:
    """W1."""
    required = required_milestones(600_000 / 50_000, 4)
    assert required == 96
    assert (required / 48, round(required / 52, 6)) == (2, 1.846154)


@pytest.mark.parametrize(
    ("milestones", "conversion", "first"),
    [
        (2, 0.333333, 0.333333),
        (3, 0.558258, 0.311652),
        (4, 0.671907, 0.303338),
        (5, 0.739429, 0.298941),
        (6, 0.784013, 0.296221),
        (7, 0.815610, 0.294372),
        (8, 0.839161, 0.293033),
        (10, 0.871906, 0.291224),
    ],
)
def test_conversion_that_makes_the_rule_true(milestones: int, conversion: float, first: float) -> None:
    """W2, the table."""
    found = step_conversion(milestones)
    assert found == pytest.approx(conversion, abs=6e-7)
    assert chances_to_win([found] * (milestones - 1))[0] == pytest.approx(first, abs=6e-7)


def test_other_multipliers_and_a_single_milestone() -> None:
    """W2."""
    assert step_conversion(4, 3) == pytest.approx(0.552821, abs=6e-7)
    assert step_conversion(1) == 0.5
    assert step_conversion(4, 1) == step_conversion(1, 0.5) == 1


def test_counts_per_milestone() -> None:
    """W2."""
    chances = chances_to_win([step_conversion(4)] * 3)
    assert chances == pytest.approx((0.303338, 0.451458, 0.671907, 1), abs=6e-7)
    counts = milestone_counts(12, chances)
    assert counts == pytest.approx((39.5599, 26.5805, 17.8596, 12), abs=6e-5)
    assert sum(counts) == pytest.approx(96)


def test_a_step_that_never_converts_needs_infinitely_many() -> None:
    assert milestone_counts(2, chances_to_win([0.5, 0.0])) == (math.inf, math.inf, 2)


@given(milestones=st.integers(2, 40), multiplier=st.floats(1, 20), wins=st.floats(0.1, 1e6))
def test_counts_always_add_up_to_the_rule(milestones: int, multiplier: float, wins: float) -> None:
    chances = chances_to_win([step_conversion(milestones, multiplier)] * (milestones - 1))
    assert sum(milestone_counts(wins, chances)) == pytest.approx(required_milestones(wins, milestones, multiplier))
