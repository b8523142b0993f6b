"""From the target back to this week."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.back_schedule import (
    chances_in_time,
    deals_for,
    deals_for_uncertain,
    expected_in_flight,
    last_useful_week,
    openings_per_week,
    reach_without_time,
    remaining_work,
)
from milestonectl.history.distributions import Beta, binomial_at_least
from milestonectl.history.rule_of_two import chances_to_win, step_conversion

LAG = {6: 0.1, 7: 0.2, 8: 0.3, 9: 0.2, 10: 0.1, 11: 0.1}
IN_TIME = chances_in_time(0.3, LAG, 13)
FOUR = chances_to_win([step_conversion(4)] * 3)


def test_openings_a_week_that_still_come_in_time() -> None:
    """W8."""
    assert IN_TIME[::-1] == pytest.approx((0.30, 0.30, 0.27, 0.24, 0.18, 0.09, 0.03, 0, 0, 0, 0, 0, 0))
    assert openings_per_week(12, IN_TIME) == pytest.approx(8.5106, abs=5e-5)
    assert last_useful_week(IN_TIME, 0.3) == 5
    assert last_useful_week(IN_TIME, 0.3, 0.8) == 4


def test_too_late_and_already_there() -> None:
    assert openings_per_week(1, chances_in_time(0.3, LAG, 5)) == math.inf
    assert openings_per_week(0, chances_in_time(0.3, LAG, 5)) == 0
    assert last_useful_week(chances_in_time(0.3, LAG, 6), 0.3) is None


def test_work_left_with_deals_in_flight() -> None:
    """W9."""
    in_flight = expected_in_flight((4, 3, 2, 0), reach_without_time(FOUR))
    left = remaining_work(12, 3, in_flight, FOUR)
    assert left.credit == pytest.approx(3.911540, abs=6e-7)
    assert left.gap == pytest.approx(5.088460, abs=6e-7)
    assert sum(left.new) == pytest.approx(40.707683, abs=6e-7)
    assert sum(left.in_flight) == pytest.approx(10.420719, abs=6e-7)
    assert left.total == pytest.approx(51.128402, abs=6e-7)
    assert left.per_milestone == pytest.approx((16.7749, 13.9588, 11.3947, 9.0), abs=6e-5)
    assert left.total / 24 == pytest.approx(2.130350, abs=6e-7)


def test_a_milestone_never_won_from_needs_no_end_of_deals_until_the_target_is_met() -> None:
    chances = chances_to_win([0.0, 0.5])
    assert reach_without_time((0.0, 0.0, 1.0))[0] == (0, 0, 0)
    assert remaining_work(2, 0, (0, 0, 0.5), chances).new[0] == math.inf
    assert remaining_work(2, 1.5, (0, 0, 0.5), chances).new == (0, 0, 0)


@given(
    wins=st.floats(0, 100),
    won=st.floats(0, 100),
    open_deals=st.lists(st.integers(0, 50), min_size=3, max_size=3),
    conversions=st.lists(st.floats(0.05, 1), min_size=3, max_size=3),
)
def test_the_last_milestone_to_go_is_the_wins_to_go(
    wins: float, won: float, open_deals: list[int], conversions: list[float]
) -> None:
    """W9, the identity; with more in flight than needed it is the wins in flight."""
    chances = chances_to_win(conversions)
    left = remaining_work(wins, won, expected_in_flight([*open_deals, 0], reach_without_time(chances)), chances)
    assert left.per_milestone[-1] == pytest.approx(max(wins - won, left.credit), abs=1e-9)


@pytest.mark.parametrize(
    ("wins", "chance", "deals"), [(12, 0.303338, [39, 47, 52]), (3, 0.25, [11, 16, 20]), (0, 0.25, [0, 0, 0])]
)
def test_deals_for_a_number_of_wins_at_a_confidence(wins: int, chance: float, deals: list[int]) -> None:
    """W10."""
    assert [deals_for(wins, chance, confidence) for confidence in (0.5, 0.8, 0.9)] == deals


@pytest.mark.parametrize(("known_from", "deals"), [(10, [40, 68, 94]), (60, [39, 51, 59])])
def test_little_history_costs_more_than_chance(known_from: int, deals: list[int]) -> None:
    """W10, uncertain chance."""
    chance = Beta(known_from * 0.303338, known_from * (1 - 0.303338))
    assert [deals_for_uncertain(12, chance, confidence) for confidence in (0.5, 0.8, 0.9)] == deals


def test_no_number_of_deals_is_enough() -> None:
    assert deals_for(1, 0.0, 0.5) is None
    assert deals_for_uncertain(3, Beta(0.01, 1), 0.9, most=1000) is None


@given(wins=st.integers(1, 40), chance=st.floats(0.01, 1), confidence=st.floats(0.05, 0.99))
def test_one_deal_fewer_would_not_be_enough(wins: int, chance: float, confidence: float) -> None:
    deals = deals_for(wins, chance, confidence)
    assert deals is not None
    assert binomial_at_least(wins, deals, chance) >= confidence > binomial_at_least(wins, deals - 1, chance)
