from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.contract_value import Day, learned_value

STATED = Decimal(50000)
AMOUNTS = st.lists(st.integers(1, 500_000), min_size=1, max_size=20)


def test_without_a_win_the_stated_value_stands() -> None:
    assert learned_value(STATED, []).value == STATED


def test_five_wins_weigh_as_much_as_the_stated_value() -> None:
    found = learned_value(STATED, [Day(2, Decimal(100000)), Day(3, Decimal(200000))])
    assert (found.value, found.deals, found.mean) == (Decimal(55000), 5, Decimal(60000))


def test_the_range_of_the_mean_is_that_of_three_amounts() -> None:
    found = learned_value(STATED, [Day(1, Decimal(amount)) for amount in (50000, 60000, 70000)])
    # standard deviation 10,000, 10,000 / sqrt(3) x 1.28155 = 7,399.04
    assert (found.low, found.high) == (Decimal("52600.96"), Decimal("67399.04"))


def test_one_day_says_nothing_about_the_spread() -> None:
    assert learned_value(STATED, [Day(4, Decimal(10))]).low is None


@given(AMOUNTS)
def test_the_value_lies_between_what_was_stated_and_what_was_won(amounts: list[int]) -> None:
    found = learned_value(STATED, [Day(1, Decimal(amount)) for amount in amounts])
    assert min(STATED, found.mean) - 1 <= found.value <= max(STATED, found.mean) + 1


@given(AMOUNTS)
def test_more_of_the_same_wins_come_closer_to_what_was_won(amounts: list[int]) -> None:
    days = [Day(1, Decimal(amount)) for amount in amounts]
    once, often = learned_value(STATED, days), learned_value(STATED, days * 10)
    assert abs(often.value - often.mean) <= abs(once.value - once.mean) + Decimal("0.01")
    assert often.mean == pytest.approx(once.mean)
