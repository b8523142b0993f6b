import numpy as np
import pandas as pd
import pytest
from history_building import process_of

from milestonectl.history.engine import AGES, day_table, engines
from milestonectl.history.rule_of_two import step_conversion

COLUMNS = ["measure", "sale_type", "state", "cause", "days", "count"]


def tables(*rows: tuple[str, int, int, int, int]) -> pd.DataFrame:
    """Rows of (measure, state, cause, days, count) of the sale type service."""
    return pd.DataFrame([(m, "service", *rest) for m, *rest in rows], columns=COLUMNS)


def test_days_under_watch_and_events_by_age() -> None:
    time, events = day_table(tables(("wait", 0, 1, 0, 3), ("wait", 0, 2, 2, 1), ("wait", 0, 0, 1, 2)), 1)
    assert time[0, :4].tolist() == [6, 3, 1, 0]
    assert (events[0, 0, 0], events[1, 0, 2]) == (3, 1)


def test_waits_that_came_late_are_watched_from_then_on() -> None:
    time, _ = day_table(tables(("recent", 0, 1, 5, 1), ("recent", 0, 3, 3, 1)), 1)
    assert time[0, :7].tolist() == [0, 0, 0, 1, 1, 1, 0]


def test_without_history_the_engine_wins_as_often_as_the_rule_says() -> None:
    process = process_of()
    engine = engines(tables(), {"service": process})["service"]
    eventual = engine.in_time(3000)[-1][:, 0]
    conversion = step_conversion(4)
    assert eventual[1:] == pytest.approx([conversion**3, conversion**2, conversion], abs=1e-6)


def test_much_history_overrules_the_rule() -> None:
    rows = [("wait", 0, 1, 10, 9000), ("wait", 0, 2, 10, 1000)]
    engine = engines(tables(*rows), {"service": process_of(["signed"])})["service"]
    assert engine.in_time(30)[30][0, 0] == pytest.approx(0.9, abs=0.01)
    assert engine.advance[0, 3] < 0.001


def test_an_age_that_nobody_reached_goes_on_like_the_last_one_known() -> None:
    rows = [("wait", 0, 2, age, 1000) for age in range(40)]
    engine = engines(tables(*rows), {"service": process_of(["signed"])})["service"]
    assert (np.diff(engine.advance[0, 60:]) == 0).all()
    assert engine.lost[0, AGES - 1] > 0.2


def test_the_last_weeks_count_more() -> None:
    usual = [("wait", 0, 1, 9, 500), ("wait", 0, 0, 9, 500)]
    lately = [("recent", 0, 0, 9, 100), ("recent", 0, 3, 0, 100)]
    process = {"service": process_of(["signed"])}
    slow = engines(tables(*usual, *lately), process)["service"].in_time(20)[20, 0, 0]
    even = engines(tables(*usual), process)["service"].in_time(20)[20, 0, 0]
    assert slow < even / 2


def test_what_moved_all_states_together_goes_on_half_as_far() -> None:
    """Nothing went on of what should have; the other state has no waits of its own in the last weeks."""
    usual = [("wait", state, 1, 9, 500) for state in (0, 1)] + [("wait", state, 0, 9, 500) for state in (0, 1)]
    lately = [("recent", 0, 0, 9, 100), ("recent", 0, 3, 0, 100)]
    process = {"service": process_of(["proof", "signed"])}
    even = engines(tables(*usual), process)["service"]
    slow = engines(tables(*usual, *lately), process)["service"]
    expected = 100 * even.advance[0, :10].sum()
    assert slow.advance[1, 3] == pytest.approx(even.advance[1, 3] * (50 / (expected + 50)) ** 0.5)
    assert slow.advance[0, 3] == pytest.approx(
        even.advance[0, 3] * 10 / (expected + 10) * (50 / (expected + 50)) ** 0.5
    )


def test_how_chances_change_with_age_is_learned_from_all_states() -> None:
    rows = [("wait", 0, 1, age, 300) for age in range(3)] + [("wait", 0, 0, 20, 600)]
    engine = engines(tables(*rows), {"service": process_of(["proof", "signed"])})["service"]
    assert engine.advance[1, 10] < engine.advance[1, 0] / 2
