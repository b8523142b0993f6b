"""Exact totals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.totals import chance_of_at_least, total_exceeded, totals

THREE = totals([(50, 0.67), (80, 0.45), (120, 0.30)])


def test_exact_total_of_three_deals() -> None:
    """W17."""
    assert THREE.mean == pytest.approx(105.5)
    assert THREE.standard_deviation == pytest.approx(71.838360, abs=6e-7)
    assert THREE.units.tolist() == [0, 50, 80, 120, 130, 170, 200, 250]
    cumulative = [0.12705, 0.385, 0.48895, 0.5434, 0.75445, 0.865, 0.90955, 1]
    assert np.cumsum(THREE.probability) == pytest.approx(cumulative)
    assert [total_exceeded(THREE, share) for share in (0.9, 0.5, 0.1)] == [0, 120, 200]
    assert chance_of_at_least(THREE, 150) == pytest.approx(0.24555)


def test_no_deals_total_nothing() -> None:
    assert totals([]).units.tolist() == [0]
    assert totals([]).mean == 0


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0, 1)), max_size=12))
def test_probabilities_sum_to_one_and_the_mean_is_that_of_the_deals(deals: list[tuple[int, float]]) -> None:
    found = totals(deals)
    assert found.probability.sum() == pytest.approx(1)
    assert (found.probability >= 0).all()
    assert (np.diff(found.units) > 0).all()
    assert found.mean == pytest.approx(sum(amount * chance for amount, chance in deals), abs=1e-9)
    variance = sum(amount**2 * chance * (1 - chance) for amount, chance in deals)
    assert found.standard_deviation**2 == pytest.approx(variance, rel=1e-6, abs=1e-6)
    assert total_exceeded(found, 0.9) <= total_exceeded(found, 0.5) <= total_exceeded(found, 0.1)
