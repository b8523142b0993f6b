"""Exposure, events and what they say per day."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.hazards import (
    ADVANCED,
    LOST,
    Spells,
    by_day_of_age,
    daily_probabilities,
    exposure,
    exposure_worth,
    relative_factor,
    shrunk_hazard,
)

WEEK_EDGES = (0.0, 2.0, 6.0, np.inf)
spell = st.tuples(st.integers(0, 3), st.integers(0, 400), st.integers(0, 400), st.integers(0, 2))


def spells(rows: list[tuple[int, int, int, int]]) -> Spells:
    state, start, stay, outcome = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return Spells(state, start.astype(np.float64), (start + stay).astype(np.float64), outcome)


SEVEN = spells(
    [(0, 0, end, outcome) for end, outcome in zip((1, 2, 3, 4, 5, 7, 8), (1, 1, 2, 1, 0, 2, 0), strict=True)]
)


def test_exposure_and_raw_rates_of_seven_spells() -> None:
    """W13."""
    table = exposure(SEVEN, 1, WEEK_EDGES)
    assert table.time[0].tolist() == [13, 14, 3]
    assert table.events[ADVANCED - 1, 0].tolist() == [2, 1, 0]
    assert table.events[LOST - 1, 0].tolist() == [0, 1, 1]
    assert table.events.sum(axis=(1, 2)) / table.time.sum() == pytest.approx([0.1, 0.066667], abs=6e-7)


def test_rates_shrunk_towards_a_prior() -> None:
    """W13."""
    table = exposure(SEVEN, 1, WEEK_EDGES)
    prior = np.array([0.15, 0.10])[:, None, None]
    advance, lost = shrunk_hazard(table.events, table.time, prior, 10.0)[:, 0]
    assert advance == pytest.approx([0.152174, 0.104167, 0.115385], abs=6e-7)
    assert lost == pytest.approx([0.043478, 0.083333, 0.153846], abs=6e-7)


def test_exposure_a_prior_is_worth() -> None:
    assert exposure_worth(5, np.array([0.15, 0.10])) == pytest.approx(20)


def test_relative_factor() -> None:
    """W21, second part."""
    assert relative_factor(np.array([6.0]), np.array([9.5])) == pytest.approx(0.820513, abs=6e-7)


def test_a_spell_watched_from_the_middle_adds_only_what_was_seen() -> None:
    table = exposure(spells([(1, 3, 4, ADVANCED)]), 2, WEEK_EDGES)
    assert table.time.tolist() == [[0, 0, 0], [0, 3, 1]]
    assert table.events[0].tolist() == [[0, 0, 0], [0, 0, 1]]


@given(st.lists(spell, min_size=1), st.lists(spell, min_size=1))
def test_tables_add_up_and_hold_every_day_and_event(
    one: list[tuple[int, int, int, int]], other: list[tuple[int, int, int, int]]
) -> None:
    both = exposure(spells(one + other), 4)
    added = exposure(spells(one), 4).plus(exposure(spells(other), 4))
    assert both.time.tolist() == added.time.tolist()
    assert both.events.tolist() == added.events.tolist()
    assert both.time.sum() == sum(stay for _, _, stay, _ in one + other)
    assert both.events.sum() == sum(outcome > 0 for *_, outcome in one + other)


@given(hazard=st.lists(st.floats(0, 5), min_size=2, max_size=2))
def test_daily_probabilities_share_the_chance_to_leave(hazard: list[float]) -> None:
    advance, lost = daily_probabilities(np.array(hazard))
    assert advance + lost == pytest.approx(1 - np.exp(-sum(hazard)))
    assert advance * hazard[1] == pytest.approx(lost * hazard[0])


def test_daily_probabilities_worked() -> None:
    assert daily_probabilities(np.array([0.2, 0.1])) == pytest.approx([0.172788, 0.086394], abs=6e-7)


def test_the_day_after_an_edge_belongs_to_the_next_bin() -> None:
    """An event at age 7 falls on the day from 6 to 7 and into the first bin; both tables must agree."""
    daily = by_day_of_age(np.arange(8, dtype=np.float64), 30)
    assert daily[[0, 6, 7, 13, 14, 27, 28]].tolist() == [0, 0, 1, 1, 2, 2, 3]
    assert exposure(spells([(0, 0, 7, ADVANCED)]), 1).events[0, 0].tolist()[:2] == [1, 0]
