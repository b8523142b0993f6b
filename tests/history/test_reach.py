"""The backward recursion against closed forms, Aalen-Johansen and its laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from milestonectl.history.reach import Array, chances, eventual_chances, from_new_deals, lost_by_waiting
from milestonectl.history.survival import cumulative_incidence, life_table, life_table_of_days

ADVANCE, LOST = np.full((2, 1), 0.2), np.full((2, 1), 0.1)
shares = arrays(np.float64, (3, 4), elements=st.floats(0.0, 1.0))


def test_constant_chances_over_two_states() -> None:
    """W14."""
    table = chances(ADVANCE, LOST, 13)
    assert table[1:5, 1, 0] == pytest.approx([0.2, 0.34, 0.438, 0.5066])
    assert table[1:5, 0, 0] == pytest.approx([0, 0.04, 0.096, 0.1548])
    assert table[13, 0, 0] == pytest.approx(0.416147, abs=6e-7)
    assert table[:, 1, 0] == pytest.approx(2 / 3 * (1 - 0.7 ** np.arange(14)))
    assert eventual_chances(ADVANCE, LOST)[:, 0] == pytest.approx([4 / 9, 2 / 3])


def test_with_raw_hazards_it_is_aalen_johansen() -> None:
    """W15, data of W6."""
    weeks = np.array([2, 3, 4, 5, 6, 6, 8, 9, 10, 12])
    outcomes = np.array([2, 1, 2, 0, 1, 2, 0, 1, 0, 2])
    events = np.stack([np.bincount(weeks[outcomes == cause], minlength=13) for cause in (1, 2)]).astype(np.float64)
    by_week = life_table_of_days(events, np.bincount(weeks[outcomes == 0], minlength=13).astype(np.float64))
    hazards = by_week.events[:, 1:] / by_week.at_risk[1:]
    table = chances(hazards[:1], hazards[1:], 12)
    assert table[[12, 6], 0, 0] == pytest.approx([0.372222, 0.216667], abs=6e-7)
    assert table[6, 0, 6] == pytest.approx(1 / 3)
    curve = cumulative_incidence(life_table(weeks * 1.0, outcomes, 2))
    assert table[curve.ages.astype(np.int64), 0, 0] == pytest.approx(curve.incidence[0])


def test_steady_flow_of_new_deals() -> None:
    """W16."""
    from_start = chances(ADVANCE, LOST, 12)[:, 0, 0].tolist()
    assert sum(from_start) == pytest.approx(2.923495, abs=6e-7)
    assert from_new_deals(from_start, 2) == pytest.approx(5.846989, abs=6e-7)
    assert 6 / from_new_deals(from_start, 1) == pytest.approx(2.052338, abs=6e-7)


@given(shares, shares)
def test_chances_are_chances_and_grow_with_time(advance: Array, rest: Array) -> None:
    """W15."""
    lost = (1 - advance) * rest
    table = chances(advance, lost, 15)
    assert (table >= 0).all()
    assert (table <= 1 + 1e-12).all()
    assert (np.diff(table, axis=0) >= -1e-12).all()
    assert (table[-1] <= eventual_chances(advance, lost) + 1e-9).all()


@given(arrays(np.float64, (3, 4), elements=st.floats(0.2, 0.9)), arrays(np.float64, (3, 4), elements=st.floats(0.1, 1)))
def test_in_the_end_the_chance_is_the_product_of_the_steps(advance: Array, rest: Array) -> None:
    """W15."""
    lost = (1 - advance) * rest
    final = eventual_chances(advance, lost)
    steps = [eventual_chances(advance[j : j + 1], lost[j : j + 1])[0, 0] for j in range(3)]
    assert final[0, 0] == pytest.approx(np.prod(steps))
    assert chances(advance, lost, 400)[-1] == pytest.approx(final)


def test_a_state_without_exit_never_gets_further() -> None:
    assert eventual_chances(np.array([[0.5, 0.0]]), np.array([[0.0, 0.0]])).tolist() == [[0.5, 0.0]]


def test_batches_are_computed_as_if_one_by_one() -> None:
    advance = np.stack([ADVANCE, ADVANCE / 2])
    lost = np.stack([LOST, LOST])
    both = chances(advance, lost, 5)
    assert both[:, 1] == pytest.approx(chances(ADVANCE / 2, LOST, 5))
    assert eventual_chances(advance, lost)[1] == pytest.approx(eventual_chances(ADVANCE / 2, LOST))


def test_first_states_only_gives_the_chance_to_reach_a_milestone() -> None:
    assert chances(ADVANCE[:1], LOST[:1], 4)[:, 0, 0] == pytest.approx([0, 0.2, 0.34, 0.438, 0.5066])


def test_end_of_quarter_hastens_the_last_step_only() -> None:
    """Factor 2 on the last day, 3 the day before: 0.4, then 0.6 + 0.3 * 0.4; never more than what is not lost."""
    table = chances(ADVANCE, LOST, 2, last_step=(2.0, 3.0))
    assert table[1:, 1, 0] == pytest.approx([0.4, 0.72])
    assert table[2, 0, 0] == pytest.approx(0.2 * 0.4)
    assert chances(ADVANCE, LOST, 1, last_step=(100.0,))[1, 1, 0] == pytest.approx(0.9)
    assert chances(ADVANCE, LOST, 2, last_step=(1.0,)) == pytest.approx(chances(ADVANCE, LOST, 2))


def test_what_waiting_costs() -> None:
    table = chances(ADVANCE, LOST, 10)
    assert lost_by_waiting(table, 1, 0, 4, waiting=2) == pytest.approx(0.5066 - 0.34)
    assert lost_by_waiting(table, 1, 0, 4) == pytest.approx(0.5066)
