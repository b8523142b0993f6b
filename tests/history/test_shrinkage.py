"""Estimates between history and what was known before."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.history.distributions import Beta
from milestonectl.history.intervals import beta_interval
from milestonectl.history.rule_of_two import step_conversion
from milestonectl.history.shrinkage import (
    Level,
    chained_rates,
    chance_below,
    learned_multiplier,
    prior_share,
    prior_strength,
    rate_posterior,
)

ALIKE = [(18, 30), (9, 20), (14, 20), (5, 15), (22, 30)]
DIFFERENT = [(27, 30), (6, 20), (16, 20), (3, 15), (12, 30)]
counts = st.integers(0, 200)


def test_multiplier_between_two_and_history() -> None:
    """W3."""
    learned = learned_multiplier(30, 5, 4)
    assert learned.value == 1.75
    assert learned.interval == pytest.approx((1.4879, 2.0228), abs=5e-5)
    assert learned.prior_share == 0.5
    assert learned.value * 12 * 4 == 84
    assert learned_multiplier(30, 5, 4, prior_wins=10).value == pytest.approx(1.833333, abs=6e-7)
    assert learned_multiplier(0, 0, 4).value == 2
    assert learned_multiplier(360, 40, 4).value == pytest.approx(2.222222, abs=6e-7)


def test_step_rate_and_chain_of_priors() -> None:
    """W4."""
    prior = step_conversion(4)
    assert rate_posterior(9, 12, prior, 5).mean == pytest.approx(0.727031, abs=6e-7)
    chain = chained_rates(prior, [Level(45, 60, 5), Level(9, 18, 15), Level(2, 6, 15)])
    assert chain == pytest.approx((0.743993, 0.610906, 0.531599), abs=6e-7)


def test_strength_from_reps_who_differ_a_little() -> None:
    """W5, first data."""
    found = prior_strength(ALIKE)
    assert found.rate == pytest.approx(0.591304, abs=6e-7)
    assert found.strength == pytest.approx(15.387345, abs=6e-7)
    assert found.groups_differ
    shrunk = [rate_posterior(s, n, found.rate, found.strength).mean for s, n in ALIKE]
    assert shrunk == pytest.approx([0.5971, 0.5114, 0.6527, 0.4640, 0.6852], abs=5e-5)


def test_strength_from_reps_who_really_differ_has_a_floor() -> None:
    """W5, second data."""
    found = prior_strength(DIFFERENT)
    assert found.measured == pytest.approx(1.772, abs=5e-4)
    assert found.strength == 5


@pytest.mark.parametrize("groups", [[(6, 10)] * 6, [(0, 9)] * 6, [(9, 9)] * 6, [(1, 1), (0, 1)] * 3])
def test_no_detectable_difference_takes_the_cap(groups: list[tuple[int, int]]) -> None:
    """W5, correlation of zero or less."""
    found = prior_strength(groups)
    assert (found.strength, found.measured, found.groups_differ) == (200, math.inf, False)


def test_few_groups_take_the_usual_strength() -> None:
    assert prior_strength([*ALIKE[:4], (0, 0)]).strength == 15
    assert prior_strength([]).measured is None


@pytest.mark.parametrize(("successes", "trials", "mean", "below"), [(5, 15, 0.4640, 0.9208), (22, 30, 0.6852, 0.0904)])
def test_probability_below_the_team(successes: int, trials: int, mean: float, below: float) -> None:
    """W20."""
    team = prior_strength(ALIKE)
    posterior = rate_posterior(successes, trials, team.rate, team.strength)
    assert posterior.mean == pytest.approx(mean, abs=5e-5)
    assert chance_below(team.rate, posterior) == pytest.approx(below, abs=5e-5)


def test_probability_below_the_team_near_the_middle() -> None:
    """W20."""
    team = prior_strength(ALIKE)
    assert chance_below(team.rate, rate_posterior(18, 30, team.rate, team.strength)) == pytest.approx(0.46095, abs=6e-6)
    low_rep = rate_posterior(5, 15, team.rate, team.strength)
    assert beta_interval(low_rep) == pytest.approx((0.3492, 0.5798), abs=5e-5)


@given(successes=counts, failures=counts, prior=st.floats(0.01, 0.99), strength=st.floats(0.1, 200))
def test_a_shrunk_rate_lies_between_history_and_prior(
    successes: int, failures: int, prior: float, strength: float
) -> None:
    trials = successes + failures
    shrunk = rate_posterior(successes, trials, prior, strength).mean
    raw = successes / trials if trials else prior
    assert min(raw, prior) - 1e-12 <= shrunk <= max(raw, prior) + 1e-12
    mixed = prior_share(trials, strength)
    assert shrunk == pytest.approx(mixed * prior + (1 - mixed) * raw)


@given(achievements=st.integers(0, 500), wins=st.integers(1, 100), milestones=st.integers(1, 12))
def test_a_learned_multiplier_lies_between_history_and_prior(achievements: int, wins: int, milestones: int) -> None:
    learned, raw = learned_multiplier(achievements, wins, milestones), achievements / (wins * milestones)
    assert min(raw, 2) - 1e-9 <= learned.value <= max(raw, 2) + 1e-9
    assert learned.interval.low < learned.value < learned.interval.high


@given(st.lists(st.tuples(counts, counts).map(lambda pair: (min(pair), max(pair))), max_size=12))
def test_strength_stays_within_floor_and_cap(groups: list[tuple[int, int]]) -> None:
    assert 5 <= prior_strength(groups).strength <= 200


def test_nothing_counted_and_no_prior_is_all_prior() -> None:
    assert prior_share(0, 0) == 1
    assert prior_share(12, 5) == pytest.approx(0.294118, abs=6e-7)
    assert chance_below(0.5, Beta(3, 3)) == pytest.approx(0.5)
