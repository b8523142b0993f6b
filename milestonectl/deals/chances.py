"""Chances to win in time, as history left them behind: a small table that daily commands can afford to read.

For each sale type: the milestones that its deals are counted by, and the chance to be won within 0, 1, 2, ... weeks, by
milestones reached and days since the last one. Between weeks and between ages it is read off a straight line.
"""

import datetime
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from milestonectl.deals.deal import Deal

WEEKS: Final = 27
"""Half a year: what is further away counts as just that far."""
AGES: Final = (0, 1, 3, 5, 7, 10, 14, 21, 28, 35, 42, 56, 70, 91, 121, 182, 273, 365)
"""Days since the last milestone that the table has a column for; the last stands for all later ones."""
Table = tuple[tuple[tuple[float, ...], ...], ...]
"""(weeks left, milestones reached, ages)."""


class SaleTypeChances(NamedTuple):
    """The chances of one sale type."""

    milestones: tuple[str, ...]
    in_time: Table
    prior_driven: bool
    """Whether the process says more about them than history does."""


class Chances(NamedTuple):
    """The chances of every sale type, as known at the end of a day."""

    learned: datetime.date
    sale_types: Mapping[str, SaleTypeChances]


def chance_in_time(known: SaleTypeChances, deal: Deal, age: int, days: int) -> float:
    """Chance that a deal whose last milestone is `age` days old is won within so many days."""
    reached = _reached(known.milestones, deal)
    week, beyond = divmod(min(max(days, 0), 7 * (WEEKS - 1)), 7)
    now = _at_age(known.in_time[week][reached], age)
    if not beyond:
        return now
    return now + (_at_age(known.in_time[week + 1][reached], age) - now) * beyond / 7


def _reached(milestones: Sequence[str], deal: Deal) -> int:
    """How far it came: a later milestone pulls the earlier ones along; the last one would have won it."""
    return max((place for place, name in enumerate(milestones[:-1], 1) if name in deal.achievements), default=0)


def _at_age(chances: Sequence[float], age: int) -> float:
    """4 days, half way between the columns of 3 and 5 days: the mean of both."""
    place = bisect_right(AGES, age) - 1
    if place + 1 == len(AGES):
        return chances[-1]
    low, high = AGES[place], AGES[place + 1]
    return chances[place] + (chances[place + 1] - chances[place]) * (age - low) / (high - low)
