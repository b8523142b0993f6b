"""Milestones that count for a plan, week by week."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from milestonectl.deals.deal import Deal
from milestonectl.history.plan import Plan
from milestonectl.model.period import DAY, week_of


class Week(NamedTuple):
    """One week of a period."""

    start: datetime.date
    """Its Monday."""
    deals: tuple[str, ...]
    """The deal of each achievement: one that reached two milestones stands here twice."""


def achieved_by_week(found: Plan, deals: Iterable[Deal], until: datetime.date) -> list[Week]:
    """Every week of the plan's period up to a day, empty ones too; together they hold what it counts as achieved."""
    by_week: dict[datetime.date, list[str]] = {start: [] for start in _mondays(found, until)}
    for deal in deals:
        for start in _weeks(deal, found):
            by_week[start].append(deal.id)
    return [Week(start, tuple(ids)) for start, ids in by_week.items()]


def _weeks(deal: Deal, found: Plan) -> Iterable[datetime.date]:
    for pace in found.paces:
        if deal.sale_type == pace.process.name and pace.quota.rep in ("", deal.owner):
            firsts = [
                deal.achievements[m.milestone.id].first for m in pace.milestones if m.milestone.id in deal.achievements
            ]
            yield from (week_of(first).start for first in firsts if first in found.period)


def _mondays(found: Plan, until: datetime.date) -> Iterable[datetime.date]:
    start, end = week_of(found.period.start).start, min(found.period.end, until)
    while start <= end:
        yield start
        start += 7 * DAY
