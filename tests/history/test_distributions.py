"""Special functions against closed forms, scipy and their own laws."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from milestonectl.history.distributions import (
    Beta,
    beta_binomial_at_least,
    beta_cdf,
    beta_quantile,
    binomial_at_least,
    binomial_at_most,
    gamma_cdf,
    gamma_quantile,
    normal_deviate,
)

parameter = st.floats(0.3, 2000)
share = st.floats(0.001, 0.999)


def test_closed_forms() -> None:
    assert beta_cdf(0.5, Beta(2, 3)) == pytest.approx(11 / 16)
    assert beta_quantile(11 / 16, Beta(2, 3)) == pytest.approx(0.5)
    assert gamma_cdf(2, 1) == pytest.approx(1 - math.exp(-2))
    assert gamma_quantile(0.5, 1) == pytest.approx(math.log(2))
    assert normal_deviate(0.95) == pytest.approx(1.959963984540054, abs=1e-12)
    assert binomial_at_least(2, 3, 0.5) == pytest.approx(0.5)
    assert binomial_at_most(0, 3, 0.5) == pytest.approx(0.125)
    assert beta_binomial_at_least(2, 3, Beta(1, 1)) == pytest.approx(0.5)
    assert Beta(9, 3).mean == 0.75


def test_outside_the_range_nothing_is_left_to_chance() -> None:
    assert (beta_cdf(-1, Beta(2, 3)), beta_cdf(2, Beta(2, 3))) == (0, 1)
    assert (beta_quantile(0, Beta(2, 3)), beta_quantile(1, Beta(2, 3))) == (0, 1)
    assert gamma_cdf(0, 3) == 0
    assert (binomial_at_least(0, 5, 0.1), binomial_at_least(6, 5, 0.9)) == (1, 0)
    assert (binomial_at_most(-1, 5, 0.1), binomial_at_most(5, 5, 0.9)) == (0, 1)
    assert (beta_binomial_at_least(0, 5, Beta(1, 9)), beta_binomial_at_least(6, 5, Beta(9, 1))) == (1, 0)


def test_extreme_shapes_have_quantiles_too() -> None:
    assert beta_quantile(0.1, Beta(0.001, 5)) < 1e-90
    assert beta_quantile(0.9, Beta(5, 0.001)) == pytest.approx(1)
    assert beta_quantile(0.5, Beta(3e6, 5e6)) == pytest.approx(0.375)
    assert gamma_quantile(1 - 1e-12, 0.5) == pytest.approx(stats.gamma.ppf(1 - 1e-12, 0.5), rel=1e-4)


@given(x=share, a=parameter, b=parameter)
def test_beta_cdf_is_that_of_scipy(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, Beta(a, b)) == pytest.approx(stats.beta.cdf(x, a, b), rel=1e-8, abs=1e-10)


@given(x=st.floats(0.001, 3000), shape=parameter)
def test_gamma_cdf_is_that_of_scipy(x: float, shape: float) -> None:
    assert gamma_cdf(x, shape) == pytest.approx(stats.gamma.cdf(x, shape), rel=1e-8, abs=1e-10)


@given(probability=share, a=parameter, b=parameter)
def test_beta_quantile_undoes_the_cdf(probability: float, a: float, b: float) -> None:
    assert beta_cdf(beta_quantile(probability, Beta(a, b)), Beta(a, b)) == pytest.approx(probability, abs=1e-7)


@given(probability=share, shape=parameter, rate=st.floats(0.01, 100))
def test_gamma_quantile_undoes_the_cdf(probability: float, shape: float, rate: float) -> None:
    assert gamma_cdf(gamma_quantile(probability, shape, rate), shape, rate) == pytest.approx(probability, abs=1e-7)


@given(successes=st.integers(0, 300), trials=st.integers(0, 300), rate=share)
def test_binomial_tails_are_those_of_scipy_and_complete_each_other(successes: int, trials: int, rate: float) -> None:
    at_least = binomial_at_least(successes, trials, rate)
    assert at_least == pytest.approx(stats.binom.sf(successes - 1, trials, rate), rel=1e-8, abs=1e-10)
    assert at_least + binomial_at_most(successes - 1, trials, rate) == pytest.approx(1)


@given(successes=st.integers(0, 60), trials=st.integers(0, 60), a=st.floats(0.3, 50), b=st.floats(0.3, 50))
def test_beta_binomial_tail_is_that_of_scipy(successes: int, trials: int, a: float, b: float) -> None:
    expected = stats.betabinom.sf(successes - 1, trials, a, b)
    assert beta_binomial_at_least(successes, trials, Beta(a, b)) == pytest.approx(expected, abs=1e-9)
