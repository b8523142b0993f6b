"""The public holidays of a country: `US`, or of a part of it: `DE-BY`."""

import importlib.util
from typing import Final

YEARS: Final = range(2000, 2060)
"""Far enough back for any ledger, and ahead for any target."""


def country_holidays(code: str) -> list[str]:
    """ISO days of `YEARS`, ascending; a ValueError that says what to do when the country is not known."""
    if importlib.util.find_spec("holidays") is None:
        raise ValueError(
            "the holidays of a country need a package: pip install 'milestonectl[holidays]'; or list the days"
        )
    import holidays

    country, _, part = code.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=YEARS)
    except NotImplementedError:
        raise ValueError(
            f'no holidays are known for "{code}"; write a country as US, a part of it as DE-BY, or list the days'
        ) from None
    return sorted(day.isoformat() for day in found)
