import datetime

import pytest
from history_building import opened, period_of, process_of, row

from milestonectl.history.engine import engines
from milestonectl.history.forecast import Forecast, forecast
from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import journeys
from milestonectl.history.scan import counts
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

DAY = datetime.date(2026, 11, 20)
PERIODS = [period_of("2026-Q4"), period_of("2027-Q1")]


def story() -> list[Row]:
    """Forty deals a month apart in age: some won, some lost, some open, one won this quarter."""
    rows = []
    for number in range(40):
        start = datetime.date(2026, 1, 1) + datetime.timedelta(days=7 * number)
        deal = f"D{number:02}"
        rows += [
            opened(deal, start.isoformat(), amount=str(100 + number)),
            row(deal, (start + datetime.timedelta(days=9)).isoformat(), "achieved", "qualified"),
        ]
        if number % 4 == 0:
            rows.append(row(deal, (start + datetime.timedelta(days=40)).isoformat(), "achieved", "contract"))
        elif number % 4 == 1:
            rows.append(row(deal, (start + datetime.timedelta(days=30)).isoformat(), "lost"))
    return rows


def forecasted(rows: list[Row], seed: int = 0, day: datetime.date = DAY) -> Forecast:
    processes = by_sale_type([process_of()])
    found = journeys(frame_of(rows), processes, Settings(), as_of(day))
    return forecast(found, engines(counts(found), {"service": process_of()}), PERIODS, seed=seed)


def test_the_same_seed_gives_the_same_numbers() -> None:
    assert forecasted(story(), 7) == forecasted(story(), 7)
    assert forecasted(story(), 7).totals != forecasted(story(), 8).totals
    assert forecasted(story(), 7).deals == forecasted(story(), 8).deals


def test_what_is_recorded_later_changes_nothing() -> None:
    later = [
        row("D38", "2026-11-21", "achieved", "contract"),
        row("D39", "2026-11-01", "achieved", "contract", recorded_at="2026-11-21T08:00:00Z"),
        opened("NEW", "2026-12-01", amount="9999999"),
        row("D02", "2026-11-02", "changed", amount="1", recorded_at="2027-01-01T00:00:00Z"),
    ]
    assert forecasted([*story(), *later]) == forecasted(story())


def test_chances_grow_with_time_and_parts_add_up() -> None:
    found = forecasted(story())
    for deal in found.deals:
        assert 0 <= deal.by_end[0] <= deal.by_end[1] <= deal.eventually <= 1
        assert sum(deal.in_period) == pytest.approx(deal.by_end[-1])
    for total in found.totals:
        assert total.mean == pytest.approx(total.booked + total.open + total.new, rel=1e-9)
        assert total.at_least_90pct <= total.median <= total.at_least_10pct


def test_the_simulated_mean_is_what_the_chances_say() -> None:
    found = forecasted(story())
    for place, total in enumerate(found.totals):
        expected = sum(deal.minor * deal.in_period[place] for deal in found.deals)
        assert total.open == pytest.approx(expected, rel=0.1)


def test_what_was_won_in_the_period_is_booked() -> None:
    found = forecasted(story())
    won = [d for d in range(0, 40, 4) if datetime.date(2026, 1, 1) + datetime.timedelta(days=7 * d + 40) <= DAY]
    quarter = [
        d for d in won if datetime.date(2026, 1, 1) + datetime.timedelta(days=7 * d + 40) >= datetime.date(2026, 10, 1)
    ]
    assert found.totals[0].booked == sum(100 * (100 + d) for d in quarter)
    assert found.totals[1].booked == 0


def test_little_history_is_said_to_be_little() -> None:
    assert forecasted(story()).prior_driven == ("service",)


def test_an_empty_ledger_brings_nothing() -> None:
    found = forecasted([])
    assert (found.deals, found.totals) == ((), ())
