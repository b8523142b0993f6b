import datetime

from deals_building import PLAIN, opened, processes_of, row, settings

from milestonectl.deals.chances import AGES, WEEKS, Chances, SaleTypeChances
from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import Position, positions
from milestonectl.deals.prospect import prospect
from milestonectl.deals.urgency import by_urgency, is_overdue
from milestonectl.model.clock import as_of
from milestonectl.model.period import quarter_of
from milestonectl.model.row import Row

FRIDAY = datetime.date(2026, 11, 20)


def deal(name: str, promised: str = "", close_date: str = "", **told: str) -> list[Row]:
    rows = [opened(deal=name, close_date=close_date, **told)]
    return [*rows, row(promised, "planned", "met", deal=name, recorded_at="2026-03-01T08:00:00Z")] if promised else rows


def found(*rows: list[Row]) -> list[Position]:
    deals = fold_all([one for each in rows for one in each], processes_of(PLAIN), settings(), as_of(FRIDAY))
    return positions(deals.values(), FRIDAY, {})


def in_order(asking: list[Position], chances: Chances | None = None) -> list[Position]:
    ahead = {one.deal.id: prospect(one, FRIDAY, quarter_of(FRIDAY, 1), chances) for one in asking}
    return by_urgency(asking, ahead, "USD", FRIDAY)


def test_promises_of_the_week_come_first_and_what_is_long_overdue_last() -> None:
    ordered = in_order(
        found(
            deal("dead", promised="2026-06-22"),
            deal("forgotten", close_date="2026-03-16"),
            deal("later", promised="2026-11-23", close_date="2026-11-24"),
            deal("no-day"),
            deal("open", close_date="2026-11-21"),
            deal("sunday", promised="2026-11-22", close_date="2027-01-01"),
            deal("just-missed", promised="2026-11-16"),
        )
    )
    names = [position.deal.id for position in ordered]
    assert names == ["just-missed", "sunday", "later", "open", "no-day", "dead", "forgotten"]
    assert [is_overdue(position, FRIDAY) for position in ordered] == [False] * 5 + [True] * 2


def test_a_week_is_the_limit_and_a_promise_outweighs_the_closing_date() -> None:
    on_time, late, promised_anew = found(
        deal("A", promised="2026-11-13"), deal("B", promised="2026-11-12"), deal("C", "2026-12-01", "2026-03-16")
    )
    assert [is_overdue(one, FRIDAY) for one in (on_time, late, promised_anew)] == [False, True, False]


def test_without_a_promise_the_greatest_value_in_time_comes_first_and_other_currencies_after_the_own() -> None:
    half = SaleTypeChances(("met", "signed"), tuple(((0.5,) * len(AGES),) * 2 for _ in range(WEEKS)), False)
    asking = found(
        deal("small", amount="100", currency="USD", promised=""),
        deal("unknown", close_date="2026-11-21"),
        deal("large", amount="9000", currency="USD"),
        deal("euro", amount="99000", currency="EUR"),
    )
    chances = Chances(FRIDAY, {asking[0].deal.sale_type: half})
    assert [one.deal.id for one in in_order(asking, chances)] == ["large", "small", "euro", "unknown"]
