"""The book of a forecast: whatever the split of the deals, the same table; of past deals only sums."""

import datetime

import pytest
from history_building import opened, period_of, process_of, row
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import DEFINITIONS, ledgers

from milestonectl.history.book import Book, book_counts, book_of
from milestonectl.history.booked import booked
from milestonectl.history.cohort import Cohort, of_cohort
from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import OPEN, Journeys, journeys
from milestonectl.history.past import Past
from milestonectl.history.scan import added
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

DAY = datetime.date(2026, 3, 1)
QUARTER = period_of("2026-Q1")


def past(rows: list[Row]) -> Past:
    return Past(frame_of(rows, ("region",)), DEFINITIONS.processes, DEFINITIONS.settings, as_of(DAY))


@settings(max_examples=25, deadline=None)
@given(ledgers(), st.integers(0, 7))
def test_tables_of_disjoint_deals_add_up(rows: list[Row], split: int) -> None:
    parts = [[r for r in rows if (split >> ["D1", "D2", "007"].index(r.deal)) & 1 == side] for side in (0, 1)]
    whole = added([book_counts(QUARTER.start, past(rows))])
    assert added(book_counts(QUARTER.start, past(part)) for part in parts).to_csv() == whole.to_csv()


@settings(max_examples=25, deadline=None)
@given(ledgers(), st.sampled_from([Cohort(), Cohort(frozenset({"dana"})), Cohort(sale_type="new")]))
def test_a_book_says_what_the_journeys_say(rows: list[Row], cohort: Cohort) -> None:
    every = past(rows).journeys
    found, book = of_cohort(every, cohort), book_of(every, QUARTER.start).only(cohort)
    open_ = found.only((found.outcome == OPEN) & (found.states > 0))
    assert book.deals.ids.tolist() == open_.ids.tolist()
    for currency in {"EUR", "USD", *found.labels["currency"].texts}:
        assert book.booked(QUARTER, currency) == booked(found, QUARTER, currency)


def story() -> Journeys:
    rows = []
    for number, amount in enumerate(("1234.56", "123456.78", "99.99", "1000000")):
        deal = f"D{number}"
        rows += [opened(deal, "2025-06-01", amount=amount, close_date="2026-02-01")]
        rows += [row(deal, f"2026-0{number or 1}-05", "achieved", "contract")] if number < 3 else []
    return journeys(frame_of(rows), by_sale_type([process_of()]), Settings(), as_of(DAY))


def test_what_deals_were_won_for_keeps_four_digits_and_what_was_booked_all() -> None:
    book = book_of(story(), QUARTER.start)
    assert book.lines("worth")["minor"].tolist() == [9_999, 123_500, 12_350_000]
    assert book.booked(QUARTER, "USD") == 123_456 + 12_345_678 + 9_999
    assert book.booked(period_of("2026-02"), "USD") == 9_999
    assert (book.decided("service"), book.decided("other")) == ((3, 0), (0, 0))


def test_the_crm_way_weighs_what_is_to_close_in_the_period() -> None:
    book = book_of(story(), QUARTER.start)
    assert book.weighted(QUARTER, "USD") == 0.0
    further = Book(
        book.day, book.chains, book.table.assign(state=book.table["state"].where(book.table["deal"] != "D3", 2))
    )
    assert further.weighted(QUARTER, "USD") == pytest.approx(100_000_000 * 2 / len(book.chains["service"]))
    assert (further.weighted(period_of("2026-Q2"), "USD"), further.weighted(QUARTER, "EUR")) == (0.0, 0.0)
