"""What a contract is worth: the value that a process states, until what was won says better."""

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

STATED_WORTH: Final = 5
"""How many won deals the stated value weighs."""
_EIGHTY: Final = 1.2815515655446004
_CENT: Final = Decimal("0.01")


class Day(NamedTuple):
    """Deals won on one day by one rep, and their amounts together."""

    deals: int
    amount: Decimal


class ContractValue(NamedTuple):
    """The value to plan with, in one currency."""

    value: Decimal
    stated: Decimal
    deals: int = 0
    """Won deals with an amount in that currency."""
    mean: Decimal = Decimal(0)
    """Of those."""
    low: Decimal | None = None
    """With `high` the range that holds the true mean with 80 %; nothing below two days with wins."""
    high: Decimal | None = None


def learned_value(stated: Decimal, days: Sequence[Day]) -> ContractValue:
    """(sum won + 5 x stated) / (deals won + 5): 5 won for 300,000 against 50,000 stated are 55,000.

    The spread of single amounts comes from the means of days, each weighed by its deals, which is unbiased where amounts do
    not depend on the day. Won 50,000, 60,000 and 70,000 on three days: 52,600 to 67,400 at 80 %.
    """
    deals, won = sum(day.deals for day in days), sum((day.amount for day in days), Decimal(0))
    if not deals:
        return ContractValue(stated, stated)
    value = ((won + STATED_WORTH * stated) / (deals + STATED_WORTH)).quantize(_CENT)
    mean = won / deals
    found = ContractValue(value, stated, deals, mean.quantize(_CENT))
    if len(days) == 1:
        return found
    squares = sum((day.deals * (day.amount / day.deals - mean) ** 2 for day in days), Decimal(0))
    reach = Decimal(_EIGHTY * math.sqrt(float(squares) / (len(days) - 1) / deals))
    return found._replace(low=max(Decimal(0), mean - reach).quantize(_CENT), high=(mean + reach).quantize(_CENT))
