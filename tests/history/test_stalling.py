"""When silence is too long."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from milestonectl.history.reach import Array, chances
from milestonectl.history.stalling import advance_curve, age_advanced, decay, stall_thresholds

ADVANCE = np.array([0.30] * 2 + [0.15] * 4 + [0.03])
LOST = np.array([0.05] * 2 + [0.08] * 4 + [0.06])


def test_threshold_is_the_age_by_which_most_have_advanced() -> None:
    """W26."""
    sixty_weeks_more = [np.append(chance, np.full(59, chance[-1])) for chance in (ADVANCE, LOST)]
    assert advance_curve(*sixty_weeks_more)[0][-1] == pytest.approx(0.723016, abs=6e-7)
    assert advance_curve(ADVANCE, LOST)[1] == pytest.approx(0.723189, abs=6e-7)
    thresholds = stall_thresholds(ADVANCE, LOST)
    assert (thresholds.typical, thresholds.stalled) == (2, 6)
    assert thresholds.slow is not None
    assert 2 < thresholds.slow <= 6


def test_chances_of_a_deal_grow_old() -> None:
    """W26."""
    table = chances(ADVANCE[None, :], LOST[None, :], 26)
    row = table[26, 0]
    assert row[[0, 2, 4, 6]] == pytest.approx([0.7157, 0.5254, 0.4426, 0.3046], abs=5e-5)
    assert [decay(row, age) for age in (0, 2, 4, 6, 60)] == pytest.approx([1, 0.734, 0.618, 0.426, 0.426], abs=5e-4)
    assert table[4, 0, [0, 6]] == pytest.approx([0.6072, 0.1048], abs=5e-5)


def test_where_nothing_ever_advances_there_is_no_threshold() -> None:
    assert set(stall_thresholds(np.zeros(3), np.full(3, 0.1))) == {None}
    assert advance_curve(np.zeros(3), np.zeros(3))[1] == 0
    assert decay(np.zeros(3), 1) is None


def test_a_share_reached_only_beyond_the_table_is_not_known() -> None:
    assert age_advanced(np.array([0.01]), np.array([0.0]), 0.5) is None


@given(arrays(np.float64, 6, elements=st.floats(0.01, 0.5)), arrays(np.float64, 6, elements=st.floats(0.01, 0.5)))
def test_thresholds_are_in_order(advance: Array, lost: Array) -> None:
    known = [age for age in stall_thresholds(advance, lost) if age is not None]
    assert known == sorted(known)
