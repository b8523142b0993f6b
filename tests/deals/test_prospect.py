import datetime

import pytest
from deals_building import PLAIN, opened, processes_of, row, settings

from milestonectl.deals.chances import AGES, WEEKS, Chances, SaleTypeChances, chance_in_time
from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import Position, positions
from milestonectl.deals.prospect import Prospect, latest_start, prospect
from milestonectl.model.clock import as_of
from milestonectl.model.money import Money
from milestonectl.model.period import quarter_of
from milestonectl.model.row import Row

FRIDAY = datetime.date(2026, 11, 20)
QUARTER_END = datetime.date(2026, 12, 31)


def standing(*rows: Row) -> Position:
    deals = fold_all(rows, processes_of(PLAIN), settings(), as_of(FRIDAY))
    return positions(deals.values(), FRIDAY, {})[0]


def rising(milestones: int) -> SaleTypeChances:
    """A chance that rises with every week and state, and falls by 0.001 with each day of age: easy to do by hand."""
    table = tuple(
        tuple(tuple(0.02 * week + 0.1 * state - 0.001 * age for age in AGES) for state in range(milestones))
        for week in range(WEEKS)
    )
    return SaleTypeChances(tuple("abcdefgh"[:milestones]), table, False)


def test_between_weeks_and_ages_the_chance_lies_on_a_straight_line() -> None:
    deal = standing(opened()).deal
    assert chance_in_time(rising(3), deal, 4, 10) == pytest.approx(0.02 * 10 / 7 - 0.004)
    assert chance_in_time(rising(3), deal, 365, 70) == chance_in_time(rising(3), deal, 4000, 70)
    assert chance_in_time(rising(3), deal, 0, 5000) == pytest.approx(0.02 * 26)
    assert chance_in_time(rising(3), deal, 0, -3) == pytest.approx(0.0)


def test_a_later_milestone_pulls_the_earlier_ones_along() -> None:
    known = SaleTypeChances(("never", "met", "signed"), rising(3).in_time, False)
    met = standing(opened(), row("2026-11-20", "achieved", "met")).deal
    assert chance_in_time(known, met, 0, 0) == pytest.approx(0.2)


def test_84000_at_one_half_are_worth_42000_and_a_week_that_takes_a_tenth_costs_8400() -> None:
    found = Prospect(QUARTER_END, 41, 30, 1.0, 0.5, 0.4, Money("USD", 8_400_000))
    assert (found.value, found.lost_by_waiting) == (Money("USD", 4_200_000), Money("USD", 840_000))
    assert Prospect(QUARTER_END, 41, 30, 1.0, 0.4, 0.5, Money("USD", 100)).lost_by_waiting == Money("USD", 0)
    assert Prospect(QUARTER_END, 41, 30, 1.0, None, None, Money("USD", 100)).value is None


def test_without_chances_it_still_says_whether_the_deal_fits() -> None:
    ahead = prospect(standing(opened()), FRIDAY, quarter_of(FRIDAY, 1), None)
    assert (ahead.by, ahead.days_left, ahead.chance) == (QUARTER_END, 41, None)
    assert Prospect(QUARTER_END, 41, 41, 0.4, None, None, None).fits
    assert not Prospect(QUARTER_END, 40, 41, 0.4, None, None, None).fits


def test_sale_types_that_history_does_not_know_have_no_chance() -> None:
    ahead = prospect(standing(opened()), FRIDAY, quarter_of(FRIDAY, 1), Chances(FRIDAY, {}))
    assert ahead.chance is None


def test_without_a_closing_date_there_is_no_latest_start() -> None:
    found = standing(opened(close_date=""))
    assert latest_start(found, found.progress.next[0]) is None


def test_deals_go_by_what_they_are_worth_in_time() -> None:
    """W24b: amount, chance and fit; by amount times chance alone B would come before A, at 90 against 80.4."""
    deals = {"A": (120, 0.67, 0.95), "B": (300, 0.30, 0.10), "C": (60, 0.90, 1), "D": (200, 0.45, 0.5)}
    worth = {
        name: Prospect(QUARTER_END, 41, 0, fit, chance * fit, None, Money("USD", 100 * amount)).value
        for name, (amount, chance, fit) in deals.items()
    }
    values = {name: value.minor / 100 for name, value in worth.items() if value}
    assert list(values.values()) == pytest.approx([76.38, 9, 54, 45])
    assert sorted(values, key=values.__getitem__, reverse=True) == ["A", "C", "D", "B"]
