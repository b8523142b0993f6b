"""Competing risks with open deals, against worked numbers and statsmodels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from milestonectl.history.survival import (
    Array,
    Counts,
    Incidence,
    LifeTable,
    age_of_those_who_did,
    age_reached,
    cumulative_incidence,
    incidence_interval,
    kaplan_meier,
    later_chance,
    life_table,
    life_table_of_days,
)

WON, LOST = 1, 2
WEEKS = np.array([2, 3, 4, 5, 6, 6, 8, 9, 10, 12], dtype=np.float64)
OUTCOMES = np.array([LOST, WON, LOST, 0, WON, LOST, 0, WON, 0, LOST])

deals = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 2)), min_size=1, max_size=60)
watched_deals = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 20), st.integers(0, 2)), min_size=1, max_size=60)


def columns(rows: list[tuple[int, int]]) -> tuple[Array, Counts]:
    ages, outcomes = zip(*rows, strict=True)
    return np.array(ages, dtype=np.float64), np.array(outcomes)


def days_of(ages: Counts) -> Array:
    return np.bincount(ages, minlength=40).astype(np.float64)


def at(curve: Incidence, weeks: list[int]) -> list[int]:
    return [int(np.searchsorted(curve.ages, week)) for week in weeks]


def test_ten_deals_won_lost_and_open() -> None:
    """W6."""
    curve = cumulative_incidence(life_table(WEEKS, OUTCOMES, 2))
    weeks = at(curve, [2, 3, 4, 6, 9, 12])
    assert curve.survival[weeks] == pytest.approx([0.9, 0.8, 0.7, 0.466667, 0.311111, 0], abs=6e-7)
    assert curve.incidence[0, weeks] == pytest.approx([0, 0.1, 0.1, 0.216667, 0.372222, 0.372222], abs=6e-7)
    assert curve.incidence[1, weeks] == pytest.approx([0.1, 0.1, 0.2, 0.316667, 0.316667, 0.627778], abs=6e-7)


def test_losses_taken_as_merely_open_win_far_too_often() -> None:
    """W6, 1 - Kaplan-Meier."""
    assert 1 - kaplan_meier(life_table(WEEKS, OUTCOMES, 2))[-1] == pytest.approx(0.506173, abs=6e-7)


def test_chance_to_win_later() -> None:
    """W6, conditional."""
    curve = cumulative_incidence(life_table(WEEKS, OUTCOMES, 2))
    assert later_chance(curve, WON, 6) == pytest.approx(1 / 3)
    assert later_chance(curve, WON, 0) == pytest.approx(0.372222, abs=6e-7)
    assert later_chance(curve, WON, 12) is None


def test_typical_time_counts_open_deals_in() -> None:
    """W7."""
    weeks = np.array([2, 3, 4, 5, 7, 6, 8, 9, 10, 12], dtype=np.float64)
    table = life_table(weeks, np.array([1] * 5 + [0] * 5), 1)
    unfinished = kaplan_meier(table)
    assert unfinished[table.ages.tolist().index(5)] == pytest.approx(0.6)
    assert unfinished[-1] == pytest.approx(0.48)
    assert age_reached(table.ages, 1 - unfinished, 0.5) == 7
    assert age_reached(table.ages, 1 - unfinished, 0.9) is None


def test_age_by_which_most_winners_had_won() -> None:
    curve = cumulative_incidence(life_table(WEEKS, OUTCOMES, 2))
    assert age_of_those_who_did(curve, WON, 0.5) == 6
    assert age_of_those_who_did(curve, WON, 0.9) == 9


def test_without_events_nothing_is_known() -> None:
    curve = cumulative_incidence(life_table(WEEKS, np.zeros(10, dtype=np.int64), 2))
    assert len(curve.ages) == 0
    assert age_of_those_who_did(curve, WON, 0.5) is None
    assert later_chance(curve, WON, 3) is None


def test_imported_deals_are_at_risk_from_import_on() -> None:
    """Two of three are watched at 2 (1/2 won), all that are left, two, at 5 (1/2 lost)."""
    ages, outcomes = np.array([2.0, 5.0, 8.0]), np.array([WON, LOST, 0])
    table = life_table(ages, outcomes, 2, entry=np.array([0.0, 0.0, 2.0]))
    assert table.at_risk.tolist() == [2, 2]
    assert cumulative_incidence(table).incidence[:, -1].tolist() == [0.5, 0.25]


def test_a_deal_that_leaves_as_it_enters_counts_for_nothing() -> None:
    table = life_table(np.array([3.0, 3.0, 4.0]), np.array([WON, WON, 0]), 2, entry=np.array([3.0, 0.0, 0.0]))
    assert (table.at_risk.tolist(), table.events[0].tolist()) == ([2], [1])


@given(deals)
def test_aalen_johansen_and_its_error_are_those_of_statsmodels(rows: list[tuple[int, int]]) -> None:
    ages, outcomes = columns([*rows, (31, 0), (1, WON), (2, LOST)])  # both causes occur and the last deal is open
    curve, oracle = cumulative_incidence(life_table(ages, outcomes, 2)), CumIncidenceRight(ages, outcomes)
    weeks = np.searchsorted(oracle.times, curve.ages)
    for cause in (0, 1):
        assert curve.incidence[cause] == pytest.approx(oracle.cinc[cause][weeks])
        assert np.sqrt(curve.variance[cause]) == pytest.approx(oracle.cinc_se[cause][weeks], abs=1e-7)


@given(deals)
def test_kaplan_meier_is_that_of_statsmodels(rows: list[tuple[int, int]]) -> None:
    ages, outcomes = columns([*rows, (1, WON)])
    table = life_table(ages, outcomes, 2)
    oracle = SurvfuncRight(ages, outcomes == WON)
    own = kaplan_meier(table)[np.searchsorted(table.ages, oracle.surv_times)]
    assert own == pytest.approx(oracle.surv_prob)


@given(watched_deals)
def test_won_lost_and_undecided_are_all_there_is(rows: list[tuple[int, int, int]]) -> None:
    entry, stay, outcomes = (np.array(column) for column in zip(*rows, strict=True))
    curve = cumulative_incidence(life_table((entry + stay) * 1.0, outcomes, 2, entry * 1.0))
    assert curve.incidence.sum(axis=0) + curve.survival == pytest.approx(np.ones(len(curve.ages)))
    assert (np.diff(curve.incidence, axis=1) >= 0).all()
    assert (curve.incidence >= 0).all()


@given(watched_deals)
def test_counts_per_day_give_the_same_table_as_single_deals(rows: list[tuple[int, int, int]]) -> None:
    entry, stay, outcomes = (np.array(column) for column in zip(*rows, strict=True))
    age = entry + stay
    events = np.stack([days_of(age[outcomes == cause]) for cause in (WON, LOST)])
    by_day = life_table_of_days(events, days_of(age[outcomes == 0]), days_of(entry[entry > 0]))
    single = life_table(age * 1.0, outcomes, 2, entry * 1.0)
    days = single.ages.astype(np.int64)
    assert by_day.at_risk[days].tolist() == single.at_risk.tolist()
    assert by_day.events[:, days].tolist() == single.events.tolist()


@given(deals, deals)
def test_tables_of_disjoint_deals_add_up(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    def by_day(rows: list[tuple[int, int]]) -> LifeTable:
        age, outcome = columns(rows)
        counts = [days_of(age[outcome == cause].astype(np.int64)) for cause in (0, WON, LOST)]
        return life_table_of_days(np.stack(counts[1:]), counts[0])

    first, second, both = by_day(one), by_day(other), by_day(one + other)
    assert (first.at_risk + second.at_risk).tolist() == both.at_risk.tolist()
    assert (first.events + second.events).tolist() == both.events.tolist()


def test_interval_of_an_incidence() -> None:
    curve = cumulative_incidence(life_table(WEEKS, OUTCOMES, 2))
    interval = incidence_interval(0.372222, float(curve.variance[0, -1]))
    assert curve.variance[0, -1] ** 0.5 == pytest.approx(0.173703, abs=6e-7)
    assert interval == pytest.approx((0.1636, 0.5830), abs=6e-5)
    assert incidence_interval(0.0, 0.0) == (0, 0)
    assert incidence_interval(0.372222, 0.0) == pytest.approx((0.372222, 0.372222))


@given(share=st.floats(0.01, 0.99), error=st.floats(0, 0.5))
def test_interval_of_an_incidence_holds_it_and_stays_a_share(share: float, error: float) -> None:
    low, high = incidence_interval(share, error**2)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
