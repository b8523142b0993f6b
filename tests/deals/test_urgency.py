import datetime

from deals_building import PLAIN, opened, processes_of, row, settings

from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import Position, positions
from milestonectl.deals.urgency import by_urgency, is_overdue
from milestonectl.model.clock import as_of
from milestonectl.model.row import Row

FRIDAY = datetime.date(2026, 11, 20)


def deal(name: str, promised: str = "", close_date: str = "") -> list[Row]:
    rows = [opened(deal=name, close_date=close_date)]
    return [*rows, row(promised, "planned", "met", deal=name, recorded_at="2026-03-01T08:00:00Z")] if promised else rows


def found(*rows: list[Row]) -> list[Position]:
    deals = fold_all([one for each in rows for one in each], processes_of(PLAIN), settings(), as_of(FRIDAY))
    return positions(deals.values(), FRIDAY, {})


def test_promises_of_the_week_come_first_and_what_is_long_overdue_last() -> None:
    ordered = by_urgency(
        found(
            deal("dead", promised="2026-06-22"),
            deal("forgotten", close_date="2026-03-16"),
            deal("later", promised="2026-11-23", close_date="2026-11-24"),
            deal("no-day"),
            deal("open", close_date="2026-11-21"),
            deal("sunday", promised="2026-11-22", close_date="2027-01-01"),
            deal("just-missed", promised="2026-11-16"),
        ),
        FRIDAY,
    )
    names = [position.deal.id for position in ordered]
    assert names == ["just-missed", "sunday", "later", "open", "no-day", "dead", "forgotten"]
    assert [is_overdue(position, FRIDAY) for position in ordered] == [False] * 5 + [True] * 2


def test_a_week_is_the_limit_and_a_promise_outweighs_the_closing_date() -> None:
    on_time, late, promised_anew = found(
        deal("A", promised="2026-11-13"), deal("B", promised="2026-11-12"), deal("C", "2026-12-01", "2026-03-16")
    )
    assert [is_overdue(one, FRIDAY) for one in (on_time, late, promised_anew)] == [False, True, False]
