"""Money: decimal text in files, whole minor units inside, never added across currencies."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# ISO 4217: all other currencies have two digits after the point.
_DIGITS = {
    **dict.fromkeys(
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"], 0
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}  # fmt: skip
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,4})?")
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in the smallest unit of its currency."""

    currency: str
    minor: int

    @property
    def amount(self) -> Decimal:
        """In the currency's main unit: `Money("USD", 8400000).amount == 84000`."""
        return Decimal(self.minor).scaleb(-digits(self.currency))


def digits(currency: str) -> int:
    """Digits after the point."""
    return _DIGITS.get(currency, 2)


def is_currency(text: str) -> bool:
    """Whether the text looks like an ISO 4217 code."""
    return _CURRENCY.fullmatch(text) is not None


@functools.lru_cache(maxsize=10_000)
def parse_money(text: str, currency: str) -> Money | None:
    """Money from plain decimal text; nothing for negative, grouped, exponent, NaN or too finely divided amounts."""
    if not _AMOUNT.fullmatch(text):
        return None
    minor = Decimal(text).scaleb(digits(currency))
    return Money(currency, int(minor)) if minor == int(minor) else None


def totals(amounts: Iterable[Money]) -> dict[str, Money]:
    """Sums by currency, the currencies in alphabetical order."""
    sums: dict[str, int] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, 0) + money.minor
    return {currency: Money(currency, sums[currency]) for currency in sorted(sums)}
