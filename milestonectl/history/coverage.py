"""Coverage: how much is open for what is still to be won of a target."""

from milestonectl.history.forecast import Forecast, Total
from milestonectl.model.money import Money


def coverage(found: Forecast, total: Total, target: Money | None) -> float | None:
    """Amount of all open deals over what is missing: 300 open, target 250, booked 150: 3.0.

    Nothing without a target or when it is reached. The folk rule asks for 3; what is needed is one over the win rate.
    """
    missing = target.minor - total.booked if target else 0
    if missing <= 0:
        return None
    return sum(deal.minor for deal in found.deals if deal.currency == total.currency) / missing
