import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestonectl.exchange.amounts import read_amount


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("84000", "USD", "84000"),
        ("84000.5", "USD", "84000.5"),
        ("$1,234.56", "USD", "1234.56"),
        ("1 234,56", "EUR", "1234.56"),
        ("1\u202f234,56 €", "EUR", "1234.56"),
        ("€1.234.567,89", "EUR", "1234567.89"),
        ("1,234,567", "USD", "1234567"),
        ("1'234.50 CHF", "CHF", "1234.50"),
        ("45k", "USD", "45000"),
        ("12.5M", "USD", "12500000"),
        ("16120999.999999998", "USD", "16121000"),
        ("1234.567", "KWD", "1234.567"),
        ("1.234", "KWD", "1.234"),
        ("1500.4", "JPY", "1500"),
        ("$0", "USD", "0"),
    ],
)
def test_amounts_as_people_and_systems_write_them(text: str, currency: str, amount: str) -> None:
    assert read_amount(text, currency) == amount


@pytest.mark.parametrize("text", ["-5", "(5)", "NaN", "Infinity", "1e5", "about 5", "", "1.2.3", "$", "1.234"])
def test_what_is_no_amount_or_two_amounts_is_none(text: str) -> None:
    assert read_amount(text, "USD") is None


@settings(deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 99))
def test_grouping_does_not_change_an_amount(whole: int, cents: int) -> None:
    expected = f"{whole}.{cents:02}"
    english = f"{whole:,}.{cents:02}"
    german = english.translate(str.maketrans(",.", ".,"))
    french = english.translate(str.maketrans(",.", " ,"))
    plain = {read_amount(text, "EUR") for text in (expected, english, german, french)}
    assert {float(text) for text in plain if text is not None} == {float(expected)}
    assert None not in plain
