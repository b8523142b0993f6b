"""Promises: milestones that were planned for a day, and whether they were achieved by it."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from milestonectl.deals.deal import Deal
from milestonectl.model.period import Period
from milestonectl.model.row import Row

State = Literal["kept", "missed", "moved", "due"]


class Promise(NamedTuple):
    """One milestone that was to be achieved on a day."""

    deal: str
    account: str
    owner: str
    milestone: str
    title: str
    day: datetime.date
    state: State
    """`kept` by that day, `missed`, `moved` to another day, or `due`: the day is not over."""


class Kept(NamedTuple):
    """How many promises were kept of those whose day has passed."""

    kept: int
    of: int


def promises(deals: Iterable[Deal], period: Period, today: datetime.date) -> list[Promise]:
    """Every promise for a day of the period, by day."""
    found = [promise for deal in deals for promise in _of(deal, period, today)]
    return sorted(found, key=lambda promise: (promise.day, promise.deal, promise.milestone))


def kept_share(found: Iterable[Promise]) -> Kept:
    """What is due is not counted; a promise that was moved was not kept."""
    judged = [promise for promise in found if promise.state != "due"]
    return Kept(sum(promise.state == "kept" for promise in judged), len(judged))


def _of(deal: Deal, period: Period, today: datetime.date) -> Iterator[Promise]:
    for milestone, rows in deal.plans.items():
        title = _title(deal, milestone)
        for place, row in enumerate(rows):
            day = datetime.date.fromisoformat(row.date)
            if day in period:
                state = _state(deal, milestone, row, rows[place + 1 :], today)
                yield Promise(deal.id, deal.account, deal.owner, milestone, title, day, state)


def _title(deal: Deal, milestone: str) -> str:
    known = deal.process.milestone(milestone) if deal.process else None
    return known.title if known else milestone


def _state(deal: Deal, milestone: str, plan: Row, later: Iterable[Row], today: datetime.date) -> State:
    """A promise is kept by an achievement on or before its day that was not there when it was made."""
    achievement = deal.achievements.get(milestone)
    days = [row.date for row in achievement.rows if row.recorded >= plan.recorded] if achievement else []
    if any(day <= plan.date for day in days):
        return "kept"
    if any(other.recorded > plan.recorded for other in later):
        return "moved"
    return "missed" if plan.date < today.isoformat() or deal.outcome != "open" else "due"
