"""Reports on deals whose true rates are known; the long run is `python tests/benchmarks/simulate.py`."""

from tests.benchmarks.simulate import CONVERSIONS, NAMES, false_alarms, recovered, simulated


def test_rates_find_the_true_conversions_again() -> None:
    found = recovered(simulated(400, seed=1))
    assert len(found) == len(CONVERSIONS) * len(NAMES)
    assert all(abs(each.found - each.true) < 4 * each.standard_error for each in found)
    assert sum(each.within_two for each in found) >= 9


def test_a_team_of_equals_is_seldom_told_that_somebody_lags() -> None:
    alarms = [alarm for seed in range(4) for alarm in false_alarms(300, seed)]
    assert sum(alarms) <= len(alarms) / 4


def test_a_seed_makes_the_same_deals_again() -> None:
    assert simulated(20, seed=3) == simulated(20, seed=3)
    assert simulated(20, seed=3) != simulated(20, seed=4)
