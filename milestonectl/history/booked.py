"""What of a period is won already."""

from milestonectl.history.journeys import WON, Journeys, day_number
from milestonectl.model.period import Period


def booked(found: Journeys, period: Period, currency: str) -> int:
    """Won in the period so far, in the smallest unit."""
    start, end = day_number(period.start), day_number(period.end)
    won = (found.outcome == WON) & (found.closed >= start) & (found.closed <= end) & (found.minor > 0)
    return int(found.minor[won & (found.labels["currency"].texts == currency)].sum())
