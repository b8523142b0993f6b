import datetime

import numpy as np
import pytest
from history_building import opened, period_of, process_of, row

from milestonectl.history.book import book_of
from milestonectl.history.engine import engines
from milestonectl.history.forecast import Forecast, Learned, forecast
from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import Journeys, journeys
from milestonectl.history.rivals import pictures, snapshot_rates
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


def seen(rows: list[Row], day: datetime.date = DAY) -> Journeys:
    return journeys(frame_of(rows), by_sale_type([process_of()]), Settings(), as_of(day))


def forecasted(rows: list[Row], seed: int = 0, day: datetime.date = DAY) -> Forecast:
    found = seen(rows, day)
    return forecast(book_of(found, PERIODS[0].start), learned(found), PERIODS, seed=seed)


def learned(found: Journeys) -> Learned:
    return Learned(engines(counts(found), {"service": process_of()}), book_of(found, DAY))


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


def test_a_label_is_for_the_types_of_the_deals_shown() -> None:
    closed = [one for one in story() if int(one.deal[1:]) % 4 < 2 and int(one.deal[1:]) < 30]
    found = forecasted(closed)
    assert (found.deals, found.prior_driven) == ((), ())


def test_by_snapshot_every_wait_has_the_rate_of_its_milestone() -> None:
    journeys = seen(story())
    table, lefts = pictures([0, 41, 131], journeys), (0, 41, 131)
    rates = [snapshot_rates(table, left) for left in lefts]
    knowing = learned(journeys)._replace(rates=rates)
    found = forecast(book_of(journeys, PERIODS[0].start), knowing, PERIODS)
    by_state = [one.of("service", 4) for one in rates[1:]]
    for deal in found.deals:
        by_quarter = by_state[0][deal.state]
        assert deal.by_end == pytest.approx((by_quarter, max(by_quarter, by_state[1][deal.state])))
        assert deal.in_period[0] == deal.by_end[0] <= deal.eventually
    expected = sum(deal.minor * deal.in_period[0] for deal in found.deals)
    assert found.totals[0].open == pytest.approx(expected, rel=0.1)
    assert found.by_snapshot


def test_what_is_known_is_known_of_all_deals() -> None:
    """A rep's few deals are not driven by the process when the team has history enough."""
    many = [one._replace(deal=f"{one.deal}-{copy}", id="") for copy in range(9) for one in story()]
    found = seen(many)
    few = book_of(found.only(np.arange(len(found.ids)) < 20), DAY)
    assert forecast(few, learned(found), PERIODS).prior_driven == ()
    assert forecast(few, learned(found)._replace(book=few), PERIODS).prior_driven == ("service",)


def test_arrivals_of_a_young_ledger_are_counted_since_its_first_day() -> None:
    """A deal on each of the last 45 days after the first: one a day, not 45 in 91; with an older ledger it is 45 in 91."""
    daily = [opened(f"N{n}", (DAY - datetime.timedelta(days=n)).isoformat()) for n in range(46)]
    young, old = (book_of(seen(rows), DAY) for rows in (daily, [*daily, opened("OLD", "2025-01-01")]))
    assert young.arrivals_a_day("service") == 1.0
    assert old.arrivals_a_day("service") == 46 / 91
    assert old.arrivals_a_day("other") == 0.0
