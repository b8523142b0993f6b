"""Amounts as other systems write them -> plain decimal text."""

import re
from decimal import ROUND_HALF_EVEN, Decimal

from milestonectl.model.money import digits

_PLAIN = re.compile(r"\d{1,15}(\.\d{1,2})?")
_CURRENCY = re.compile(r"^(?:[A-Z]{3}|[^\w\s.,'’()+-]{1,3})\s*|\s*(?:[A-Z]{3}|[^\w\s.,'’()+-]{1,3})$")
_SUFFIX = {"k": 1_000, "K": 1_000, "m": 1_000_000, "M": 1_000_000}
_GROUPED = re.compile(r"\d{1,3}([ ,.'’\u00a0\u202f]\d{3})+")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_DECIMAL = re.compile(r"\d{1,15}(\.\d{1,17})?")


def read_amount(text: str, currency: str) -> str | None:
    """Plain decimal text to the currency's digits: `$1,234.56`, `1 234,56`, `45k` and `16120999.999999998` are read.

    Nothing for what can be read in two ways (`1.234`), and for negative amounts, which no deal has.
    """
    if _PLAIN.fullmatch(text) and digits(currency) == 2:
        return text
    bare = _CURRENCY.sub("", _CURRENCY.sub("", text.strip())).strip()
    factor = _SUFFIX.get(bare[-1:], 1)
    number = _ungrouped(bare if factor == 1 else bare[:-1].strip())
    if not _DECIMAL.fullmatch(number) or (_TWO_WAYS.fullmatch(bare) and digits(currency) != 3):
        return None
    step = Decimal(1).scaleb(-digits(currency))
    exact = (Decimal(number) * factor).quantize(step, ROUND_HALF_EVEN)
    return f"{exact.to_integral_value() if exact == exact.to_integral_value() else exact}"


def _ungrouped(text: str) -> str:
    """One point and no grouping: the last separator that is not grouping is the decimal one."""
    if _GROUPED.fullmatch(text) and len(set(re.findall(r"\D", text))) == 1 and not _TWO_WAYS.fullmatch(text):
        return re.sub(r"\D", "", text)
    head, separator, tail = max(text.rpartition(","), text.rpartition("."), key=lambda parts: len(parts[0]))
    if not separator or not tail.isdigit() or not (head.isdigit() or _GROUPED.fullmatch(head)):
        return text
    return re.sub(r"[ ,.'’\u00a0\u202f]", "", head) + "." + tail
