"""What the days of a new rep count: less in the first months, as `ramp` in `milestonectl.yaml` says."""

import datetime
from collections.abc import Iterator
from itertools import pairwise, takewhile

from milestonectl.history.working_days import productive_time, working_days
from milestonectl.model.period import DAY, Period
from milestonectl.model.settings import Settings


def productive_days(period: Period, started: datetime.date | None, settings: Settings) -> float:
    """Working days of a period, each by what the rep carries on it; without a ramp or a first day all in full.

    A rep who begins on 1 January with a ramp of 0, 0.25, 0.5, 0.75 carries 0, 5, 11 and 16.5 days of 22, 20, 22 and 22.
    Days before the first count nothing.
    """
    end = period.end + DAY
    if not settings.ramp or started is None:
        return working_days(period.start, end, settings.holidays)
    if started >= end:
        return 0.0
    edges = [*takewhile(lambda day: day < end, _months_from(started, len(settings.ramp))), end]
    time = [
        working_days(max(period.start, first), min(end, following), settings.holidays)
        for first, following in pairwise(edges)
    ]
    return productive_time(settings.ramp, time)


def _months_from(started: datetime.date, count: int) -> Iterator[datetime.date]:
    """The first day and the same day of the months after it, or their last where they are shorter."""
    for month in range(started.month - 1, started.month + count):
        first = datetime.date(started.year + month // 12, month % 12 + 1, 1)
        following = datetime.date(started.year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        yield min(first + (started.day - 1) * DAY, following - DAY)
