from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestonectl.model.money import Money, digits, is_currency, parse_money, totals

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD", "USD"])


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("84000", "USD", 8_400_000),
        ("84000.5", "USD", 8_400_050),
        ("0.01", "EUR", 1),
        ("0", "EUR", 0),
        ("007", "EUR", 700),
        ("4000000", "JPY", 4_000_000),
        ("4000000.0", "JPY", 4_000_000),
        ("1.234", "KWD", 1_234),
        ("999999999999999.99", "USD", 99_999_999_999_999_999),
    ],
)
def test_amounts_are_kept_in_the_smallest_unit(text: str, currency: str, minor: int) -> None:
    assert parse_money(text, currency) == Money(currency, minor)


@pytest.mark.parametrize(
    "text",
    ["", " ", "-5", "+5", "1,000", "1 000", "1'000", "1.000,50", "1e3", "NaN", "nan", "Infinity", ".5", "5.", "0x10",
     "84000.505", "१२३", "12\n", "1234567890123456"],
)  # fmt: skip
def test_what_is_not_a_plain_decimal_is_refused(text: str) -> None:
    assert parse_money(text, "USD") is None


def test_no_currency_has_more_digits_than_it_is_paid_in() -> None:
    assert (digits("JPY"), digits("USD"), digits("KWD")) == (0, 2, 3)
    assert parse_money("0.5", "JPY") is None
    assert parse_money("0.0005", "KWD") is None


def test_the_amount_is_in_the_main_unit() -> None:
    assert Money("USD", 8_400_050).amount == Decimal("84000.50")
    assert Money("JPY", 4_000_000).amount == 4_000_000
    assert str(Money("KWD", 1_234).amount) == "1.234"


@pytest.mark.parametrize(
    ("text", "looks"), [("USD", True), ("usd", False), ("US", False), ("USDT", False), ("", False)]
)
def test_a_currency_is_three_capital_letters(text: str, looks: bool) -> None:
    assert is_currency(text) is looks


@given(CURRENCIES, st.integers(0, 10**15 - 1))
def test_what_is_written_is_read_back(currency: str, minor: int) -> None:
    money = Money(currency, minor)
    assert parse_money(f"{money.amount:f}", currency) == money


@given(st.lists(st.builds(Money, CURRENCIES, st.integers(0, 10**15))))
def test_totals_never_mix_currencies(amounts: list[Money]) -> None:
    found = totals(amounts)
    assert list(found) == sorted({money.currency for money in amounts})
    for currency, total in found.items():
        assert total == Money(currency, sum(money.minor for money in amounts if money.currency == currency))
