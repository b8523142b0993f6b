"""Working days of a period, its weeks, and what a new rep can carry of a target.

A period is (start, end): from start to the day before end.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

_SATURDAY = 5


class Week(NamedTuple):
    """Part of a calendar week that lies in a period."""

    start: date
    working_days: int


def working_days(start: date, end: date, holidays: Collection[date] = ()) -> int:
    """Weekdays from start to the day before end that are no holidays.

    2026-10-01 to 2027-01-01 has 66; with the six US holidays from 12 October to 25 December 60.
    """
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    weekdays = 5 * weeks + sum((start.weekday() + day) % 7 < _SATURDAY for day in range(rest))
    return weekdays - sum(start <= day < end and day.weekday() < _SATURDAY for day in set(holidays))


def weeks(start: date, end: date, holidays: Collection[date] = ()) -> Iterator[Week]:
    """Weeks of a period, Monday to Sunday, the first and the last cut at its ends."""
    while start < end:
        following = min(end, start + timedelta(days=7 - start.weekday()))
        yield Week(start, working_days(start, following, holidays))
        start = following


def weekly_targets(total: float, period: Sequence[Week]) -> tuple[float, ...]:
    """Share a total over weeks by working days: 24 over 60 days is 2.0 in a full week and 1.2 in one of three days."""
    return shares(total, [week.working_days for week in period])


def shares(total: float, weights: Sequence[float]) -> tuple[float, ...]:
    """Share a total in proportion to weights; nothing to anybody if all weights are zero."""
    whole = math.fsum(weights)
    return tuple(total * weight / whole if whole > 0 else 0.0 for weight in weights)


def productive_time(ramp: Sequence[float], time: Sequence[float]) -> float:
    """Time that counts in full for somebody on a ramp: (0, .25, .5, .75) over twelve months of 1 is 9.5.

    After the end of the ramp everything counts. Time is working days or months per step of the ramp.
    """
    return math.fsum(amount * (ramp[step] if step < len(ramp) else 1.0) for step, amount in enumerate(time))


def ramped_targets(total: float, productive: Mapping[str, float]) -> dict[str, float]:
    """Share a total by productive time: 2,400,000 over three of 12 and one of 9.5 is 632,967 each and 501,099."""
    return dict(zip(productive, shares(total, list(productive.values())), strict=True))
