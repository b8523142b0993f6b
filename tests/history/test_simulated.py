"""Reports on deals whose true rates are known; the long run is `python tests/benchmarks/simulate.py`."""

import pytest

from milestonectl.history import backtest
from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import journeys
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings
from tests.benchmarks.forecasting import ENGINE, FIXED, LAST, MEAN, SNAPSHOT, WORLDS, cases, measured
from tests.benchmarks.simulate import false_alarms, recovered
from tests.benchmarks.simulated_ledger import SALES_FORCE, processes_of_truth, simulated
from tests.benchmarks.simulated_lives import COMPANY, CONVERSIONS, MARKOV, NAMES, START, World, lives, quarter_start


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


def test_what_goes_wrong_leaves_the_other_deals_as_they_are() -> None:
    """Each habit draws from its own source: what really happens is the same however it is written down."""
    plain = simulated(40, seed=5)
    late = simulated(40, seed=5, habits=SALES_FORCE)
    assert plain.truth == late.truth
    assert [_what(row) for row in late.rows if row.event != "changed"] == [_what(row) for row in plain.rows]
    assert all(row.recorded_at[:10] >= row.date for row in late.rows)
    assert {row.currency for row in late.rows if row.event == "opened"} == {"USD"}
    some = simulated(40, seed=5, habits=SALES_FORCE._replace(missing=0.2, euros=0.5, swapped=0.5))
    assert 0.7 < len(some.rows) / len(late.rows) < 0.95
    assert {row.currency for row in some.rows if row.event == "opened"} == {"EUR", "USD"}


def test_wins_are_pulled_into_the_quarter_before() -> None:
    usual, pulled = lives(400, 1)[0], lives(400, 1, COMPANY)[0]
    moved = [(a, b) for a, b in zip(usual, pulled, strict=True) if a != b]
    assert 20 < len(moved) < 120
    for before, after in moved:
        assert quarter_start(before.told[-1][0]) - after.told[-1][0] <= 7
        assert after.told[:-1] == before.told[:-1]


def test_worlds_differ_as_they_are_asked_to() -> None:
    usual, worse = simulated(300, 2), simulated(300, 2, World(regime=-1.0))
    assert all(worse.truth[key] < usual.truth[key] for key in usual.truth)
    blind = lives(300, 2, World(uninformative=True))[0]
    assert [life.told[-1] for life in blind] == [life.told[-1] for life in lives(300, 2)[0]]
    assert any(life.heir != life.rep for life in lives(30, 2, World(turnover=0.5))[0])
    assert len(lives(30, 2, MARKOV)[0]) == 90


def _what(row: Row) -> tuple[str, str, str, str]:
    return row.deal, row.date, row.event, row.milestone


def test_the_forecast_beats_its_rivals_on_simulated_deals() -> None:
    """Loose bounds on few deals; the targets are held by `python tests/benchmarks/forecasting.py`."""
    found = measured(list(cases(100, deals=120, delay=2.0)))
    assert found.brier[ENGINE] < 0.8 * found.brier[FIXED]
    assert found.brier[ENGINE] < found.brier[SNAPSHOT]
    assert found.crps[ENGINE] < found.crps[MEAN]
    assert 0.8 < found.calibration[ENGINE] < 1.25


@pytest.mark.parametrize(
    ("world", "deals", "seed", "method"),
    [("uninformative", 60, 100, backtest.SNAPSHOT), ("company", 120, 101, backtest.ENGINE)],
)
def test_where_milestones_say_nothing_the_snapshot_rate_is_chosen(
    world: str, deals: int, seed: int, method: str
) -> None:
    """Where they say something, milestones and age stay. Six origins, as `forecast` looks back."""
    frame = frame_of(simulated(deals, seed, WORLDS[world], SALES_FORCE).rows)
    processes = processes_of_truth()
    known = by_sale_type(processes.values())
    horizons = {day: as_of(day) for day in [LAST, *(one.day for one in backtest.origins(START, LAST, 1, 6))]}
    seen = {day: journeys(frame, known, Settings(), horizon) for day, horizon in horizons.items()}
    found = backtest.cases(backtest.origins(START, LAST, 1, 6), seen.__getitem__, lambda _day: processes, seen[LAST])
    scores = backtest.scores(found)
    own, rival = (next(one for one in scores if one.method == name) for name in (backtest.ENGINE, backtest.SNAPSHOT))
    assert (rival.brier < own.brier) == (method == backtest.SNAPSHOT)
    assert backtest.chosen(scores, len(found)) == method
