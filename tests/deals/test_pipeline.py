import datetime
from decimal import Decimal

from deals_building import PLAIN, opened, processes_of, row, settings
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import Choice, Position, chosen, grouped, in_stage, positions, totals_by_currency
from milestonectl.model.clock import as_of
from milestonectl.model.money import Money, parse_money
from milestonectl.model.row import Row
from milestonectl.model.settings import Rep, Team

DAY = datetime.date(2026, 6, 1)
TEAM = Team((Rep("dana", "Dana Reyes", "lee"), Rep("omar", "Omar Haddad")), (Rep("lee", "Lee Okafor"),))
ROWS = [
    opened(deal="A", amount="100", currency="USD"),
    opened(deal="B", amount="40.50", currency="EUR", owner="omar"),
    row("2026-02-01", "achieved", "signed", deal="B"),
    opened(deal="C", owner="omar"),
    row("2026-02-01", "achieved", "met", deal="C"),
    row("2026-02-01", "achieved", "agreed", deal="C"),
    opened(deal="D", amount="7000", currency="JPY", owner="kim"),
    row("2026-02-01", "lost", deal="D"),
    opened(deal="E", sale_type="barter", amount="1", currency="USD"),
]


def deals(rows: list[Row] = ROWS) -> list[Deal]:
    return list(fold_all(rows, processes_of(PLAIN), settings(), as_of(DAY)).values())


def found() -> list[Position]:
    return positions(deals(), DAY, {})


def ids(some: list[Position]) -> list[str]:
    return [position.deal.id for position in some]


def test_deals_are_chosen_by_rep_and_sale_type() -> None:
    assert [deal.id for deal in chosen(deals(), Choice())] == ["A", "B", "C", "D", "E"]
    assert [deal.id for deal in chosen(deals(), Choice(frozenset({"omar", "kim"})))] == ["B", "C", "D"]
    assert [deal.id for deal in chosen(deals(), Choice(sale_type="barter"))] == ["E"]


def test_a_stage_is_meant_by_id_or_title_whatever_the_case() -> None:
    assert ids(in_stage(found(), "first")) == ["A", "B", "D"]
    assert ids(in_stage(found(), "LAST")) == ["C"]
    assert ids(in_stage(found(), "no process")) == ["E"]
    assert ids(in_stage(found(), "")) == ["A", "B", "C", "D", "E"]


def test_where_a_deal_stands_has_a_name() -> None:
    assert [position.stage_title for position in found()] == ["First", "Won", "Last", "Lost", "No process"]


def test_totals_are_one_a_currency_and_a_deal_without_amount_counts_in_that_of_the_workspace() -> None:
    rows = {total.currency: total for total in totals_by_currency(deals(), "USD")}
    assert list(rows) == ["EUR", "JPY", "USD"]
    assert (rows["EUR"].won_deals, rows["EUR"].won_amount) == (1, Money("EUR", 4050))
    assert (rows["JPY"].lost_deals, rows["JPY"].open_amount) == (1, Money("JPY", 0))
    assert (rows["USD"].open_deals, rows["USD"].open_amount) == (3, Money("USD", 10100))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["USD", "EUR", "JPY"]), st.integers(0, 10**9), st.sampled_from(["", "lost", "signed"])
        )
    )
)
def test_totals_add_up_and_never_mix_currencies(drawn: list[tuple[str, int, str]]) -> None:
    rows: list[Row] = []
    for number, (currency, amount, ending) in enumerate(drawn):
        rows.append(opened(deal=f"D-{number}", amount=str(amount), currency=currency))
        if ending:
            event, milestone = ("lost", "") if ending == "lost" else ("achieved", ending)
            rows.append(row("2026-02-01", event, milestone, deal=f"D-{number}"))
    totals = totals_by_currency(deals(rows), "USD")
    assert sum(total.open_deals + total.won_deals + total.lost_deals for total in totals) == len(drawn)
    for total in totals:
        mine = [(amount, ending) for currency, amount, ending in drawn if currency == total.currency]
        assert total.open_amount == parse_money(str(sum(a for a, e in mine if not e)), total.currency)
        assert total.won_amount.amount == Decimal(sum(a for a, e in mine if e == "signed"))
        assert total.lost_deals == sum(e == "lost" for _, e in mine)


def test_groups_are_people_by_name_and_those_without_one() -> None:
    by_rep = grouped(found(), "rep", TEAM)
    assert {name: ids(some) for name, some in by_rep.items()} == {
        "Dana Reyes": ["A", "E"], "Omar Haddad": ["B", "C"], "kim": ["D"],
    }  # fmt: skip
    by_manager = grouped(found(), "manager", TEAM)
    assert {name: ids(some) for name, some in by_manager.items()} == {
        "Lee Okafor": ["A", "E"],
        "nobody": ["B", "C", "D"],
    }


def test_groups_are_stages_and_sale_types() -> None:
    assert list(grouped(found(), "stage", TEAM)) == ["First", "Last", "Lost", "No process", "Won"]
    assert {name: len(some) for name, some in grouped(found(), "sale-type", TEAM).items()} == {"barter": 1, "sale": 4}
