"""Flags of a deal, each with its reason in words."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from milestonectl.deals.deal import Deal
from milestonectl.deals.gates import Progress

FlagName = Literal[
    "stalled", "slipping", "overdue", "single-contact", "unconfirmed", "promise-missed", "booked-afterwards"
]
FLAGS: tuple[FlagName, ...] = (
    "stalled", "slipping", "overdue", "single-contact", "unconfirmed", "promise-missed", "booked-afterwards",
)  # fmt: skip

SLIPPING_PUSHES = 2
BOOKED_AFTERWARDS_DAYS = 2
"""A deal that is won within this many days of being opened was not sold in the record, only booked."""

Thresholds = Mapping[tuple[str, str], int]
"""Days after which a deal counts as stalled, by sale type and the milestone it waits for."""


class Flag(NamedTuple):
    """What to look at, and why."""

    name: FlagName
    reason: str


def flags(deal: Deal, found: Progress, day: datetime.date, thresholds: Thresholds) -> tuple[Flag, ...]:
    """The flags a deal carries on a day, in the order of `FLAGS`."""
    return tuple(_raised(deal, found, day, thresholds))


def _raised(deal: Deal, found: Progress, day: datetime.date, thresholds: Thresholds) -> Iterator[Flag]:
    rules = (_stalled, _slipping, _overdue, _single_contact, _unconfirmed, _promise_missed)
    if deal.outcome == "open":
        for name, rule in zip(FLAGS, rules, strict=False):
            reason = rule(deal, found, day, thresholds)
            if reason:
                yield Flag(name, reason)
    elif _booked_afterwards(deal):
        yield Flag("booked-afterwards", f"won within {BOOKED_AFTERWARDS_DAYS} days of being opened")


_Rule = Callable[[Deal, Progress, datetime.date, Thresholds], str]


def idle_days(deal: Deal, day: datetime.date) -> int:
    """Days since the last milestone, or since opening."""
    return max(0, (day - (deal.last_achieved or deal.opened)).days)


def unproven_days(deal: Deal, found: Progress, day: datetime.date) -> int:
    """Days since the last milestone that is proven on the day, or since opening: what is only said moves nothing."""
    proven = (standing.achievement for standing in found.standings if standing.proven)
    return max(0, (day - max((achieved.last for achieved in proven if achieved), default=deal.opened)).days)


def _stalled(deal: Deal, found: Progress, day: datetime.date, thresholds: Thresholds) -> str:
    if not found.next:
        return ""
    awaited = found.next[0].milestone
    measured = thresholds.get((deal.sale_type, awaited.id))
    limit = measured or 2 * (awaited.typical_days or 0)
    waiting = unproven_days(deal, found, day)
    if not limit or waiting <= limit:
        return ""
    why = f"9 of 10 that went on had by day {limit}" if measured else f"more than {limit} is unusual"
    return f"no proven milestone for {waiting} days; {why}"


def _slipping(deal: Deal, _found: Progress, _day: datetime.date, _thresholds: Thresholds) -> str:
    pushed = sum(push.days for push in deal.pushes)
    return f"closing date pushed {len(deal.pushes)} times, {pushed} days" if len(deal.pushes) >= SLIPPING_PUSHES else ""


def _overdue(deal: Deal, _found: Progress, day: datetime.date, _thresholds: Thresholds) -> str:
    return f"was to close on {deal.close_date.isoformat()}" if deal.close_date and deal.close_date < day else ""


def _single_contact(deal: Deal, _found: Progress, _day: datetime.date, _thresholds: Thresholds) -> str:
    contacts = {item.contact for achievement in deal.achievements.values() for item in achievement.evidence}
    contacts.discard("")
    return "only one person at the buyer is known" if len(contacts) == 1 and len(deal.achievements) >= 2 else ""


def _unconfirmed(deal: Deal, _found: Progress, _day: datetime.date, _thresholds: Thresholds) -> str:
    levels = [achievement.level for achievement in deal.achievements.values()]
    return "no milestone is confirmed by the buyer" if len(levels) >= 2 and "confirmed" not in levels else ""


def _promise_missed(_deal: Deal, found: Progress, day: datetime.date, _thresholds: Thresholds) -> str:
    for standing in found.remaining:
        promised = standing.planned
        if promised and not standing.achieved and promised.date < day.isoformat():
            return f"{standing.milestone.title} was promised for {promised.date}"
    return ""


def _booked_afterwards(deal: Deal) -> bool:
    return (
        deal.outcome == "won" and deal.closed is not None and (deal.closed - deal.opened).days < BOOKED_AFTERWARDS_DAYS
    )
