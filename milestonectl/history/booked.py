"""What of a period is won already, and what CRMs would say of the rest."""

import numpy as np

from milestonectl.history.journeys import OPEN, WON, Journeys, day_number
from milestonectl.history.waits import standing
from milestonectl.model.period import Period


def booked(found: Journeys, period: Period, currency: str) -> int:
    """Won in the period so far, in the smallest unit."""
    start, end = day_number(period.start), day_number(period.end)
    won = (found.outcome == WON) & (found.closed >= start) & (found.closed <= end) & (found.minor > 0)
    return int(found.minor[won & (found.labels["currency"].texts == currency)].sum())


def weighted(found: Journeys, period: Period, currency: str) -> float:
    """The CRM way: amount times share of milestones reached, for deals whose closing date lies in the period."""
    close = found.labels["close_date"].texts
    due = (close >= period.start.isoformat()) & (close <= period.end.isoformat())
    rows = np.flatnonzero((found.outcome == OPEN) & due & (found.labels["currency"].texts == currency))
    rows = rows[found.states[rows] > 0]
    state, _ = standing(found, rows)
    return float((np.maximum(found.minor[rows], 0) * state / np.maximum(1, found.states[rows])).sum())
