import numpy as np
import pandas as pd
import pytest
from history_building import opened, process_of, row

from milestonectl.history.engine import engines
from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import journeys
from milestonectl.history.late import nowcast, unrecorded
from milestonectl.history.scan import SETTLED, counts
from milestonectl.model.clock import as_of
from milestonectl.model.period import parse_period
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings


def tables(*late: tuple[int, int]) -> pd.DataFrame:
    """Rows of (days until recorded, count)."""
    columns = ["measure", "state", "cause", "days", "count"]
    return pd.DataFrame([("late", 1, SETTLED, days, count) for days, count in late], columns=columns)


def test_what_is_missing_of_each_day() -> None:
    assert unrecorded(tables((0, 2), (2, 2))).tolist() == [0.5, 0.5]
    assert unrecorded(tables((0, 9))).tolist() == []
    assert unrecorded(tables()).tolist() == []


def test_a_deal_may_have_gone_on_today_without_a_record() -> None:
    """Waits: .7. Won today, unseen: .2 / 2; lost, unseen: .1 / 2. Of these .85, .7 win tomorrow with .2, .1 have won."""
    advance, lost = np.full((1, 3), 0.2), np.full((1, 3), 0.1)
    table = np.stack((np.zeros((1, 3)), np.full((1, 3), 0.2)))
    found = nowcast(advance, lost, table, np.array([0.5]))
    assert found[1, 0, 1] == pytest.approx((0.7 * 0.2 + 0.1) / 0.85)
    assert found[0].tolist() == table[0].tolist()
    assert found[1, 0, 0] == 0.2


def test_what_followed_an_unseen_milestone_counts_too() -> None:
    """Two steps: .5 went on unseen today, and stand before a last step that wins with .4 tomorrow."""
    advance, lost = np.array([[0.5, 0.5], [0.4, 0.4]]), np.zeros((2, 2))
    table = np.stack((np.zeros((2, 2)), np.array([[0.0, 0.0], [0.4, 0.4]])))
    found = nowcast(advance, lost, table, np.array([1.0]))
    # Waits .5, wins 0; unseen first step .5 and then on the same day a second one unseen with .4, else .4 tomorrow.
    assert found[1, 0, 1] == pytest.approx(0.5 * (0.4 + 0.6 * 0.4) / 1.0)


def test_nothing_changes_when_nothing_is_late() -> None:
    table = np.ones((2, 1, 3))
    assert nowcast(np.ones((1, 3)), np.zeros((1, 3)), table, np.zeros(0)) is table


def test_a_chance_to_be_still_there_too_small_for_a_number_does_no_harm() -> None:
    """.9 leave each day; after 400 days 1e-400 are left. Of those who are, the age makes no difference."""
    advance, lost = np.full((1, 400), 0.3), np.full((1, 400), 0.6)
    table = np.stack((np.zeros((1, 400)), np.full((1, 400), 0.3)))
    found = nowcast(advance, lost, table, np.array([0.5, 0.2]))
    assert found[1, 0, 2:].tolist() == pytest.approx([found[1, 0, 2]] * 398)


def test_lateness_is_learned_from_rows_old_enough_to_be_on_record() -> None:
    def story(recorded: str) -> list[Row]:
        return [
            opened("D1", "2026-01-05"),
            row("D1", "2026-03-01", "achieved", "qualified", recorded_at=recorded),
            row("D1", "2026-05-20", "achieved", "proof", recorded_at="2026-05-29T08:00:00Z"),
        ]

    period = parse_period("2026-05", 1)
    assert period is not None
    processes = by_sale_type([process_of()])

    def missing(recorded: str) -> list[float]:
        found = counts(journeys(frame_of(story(recorded)), processes, Settings(), as_of(period.end)))
        return list(engines(found, {"service": process_of()})["service"].missing)

    assert missing("2026-03-03T08:00:00Z") == [1.0, 1.0]
    assert missing("2026-03-01T08:00:00Z") == []
    assert missing("2026-05-20T08:00:00Z") == []
