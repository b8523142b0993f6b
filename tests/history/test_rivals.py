"""Rivals of the forecast, worked by hand on the twelve deals of a small story."""

import datetime

import pytest
from history_building import opened, process_of, row

from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import Journeys, journeys
from milestonectl.history.rivals import pictures, snapshot_rates, wins_of_periods_before
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.settings import Settings


def seen(today: str) -> Journeys:
    """Four deals of 1 January: A and B won on day 40 and 100, C lost on day 10, D open."""
    rows = [opened(name, "2026-01-01") for name in "ABCD"]
    start = datetime.date(2026, 1, 1)
    rows += [
        row("A", (start + datetime.timedelta(days=40)).isoformat(), "achieved", "contract"),
        row("B", (start + datetime.timedelta(days=100)).isoformat(), "achieved", "contract"),
        row("C", (start + datetime.timedelta(days=10)).isoformat(), "lost", reason="price"),
    ]
    return journeys(frame_of(rows), by_sale_type([process_of()]), Settings(), as_of(datetime.date.fromisoformat(today)))


def test_wins_in_time_of_the_deals_that_were_open_as_long_before() -> None:
    """Today is day 120. Periods of 30 days, 15 left: from day 90 B is won in time; from 60 and 0 nobody; from 30 A."""
    found = seen("2026-05-01")
    assert wins_of_periods_before(found, 30, 15, 4) == [1, 0, 1, 0]
    assert wins_of_periods_before(found, 30, 15, 9) == [1, 0, 1, 0]
    assert wins_of_periods_before(found, 500, 15, 4) == [0]


def test_the_snapshot_rate_counts_weekly_pictures() -> None:
    """Day 50, 20 left: pictures of days 30, 23, 16, 9 and 2, the first two weeks with C. A is won from day 30 and 23.

    Won 2 of 3 + 3 + 3 + 4 + 4 = 17; drawn to (2 + 1) / (17 + 3) by five deals.
    """
    rates = snapshot_rates(pictures([20], seen("2026-02-20")), 20)
    assert rates.of("service", 3)[0] == pytest.approx((2 + 5 * 0.15) / (17 + 5))
