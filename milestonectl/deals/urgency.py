"""Which ask comes first: this week's promises, later ones, then what is likely to be won in time; last the long overdue."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from milestonectl.deals.pipeline import Position
from milestonectl.deals.prospect import Prospect
from milestonectl.model.period import week_of

LONG_OVERDUE = datetime.timedelta(days=7)


def by_urgency(
    found: Iterable[Position], prospects: Mapping[str, Prospect], currency: str, today: datetime.date
) -> list[Position]:
    """Deals with a next ask, the most pressing first; of the overdue ones the freshest first.

    Without a promise they go by amount times chance to be won in time, the workspace's own currency before others, since
    amounts of different currencies do not compare; then those without such a figure by closing date.
    """
    return sorted(found, key=lambda position: _urgency(position, prospects[position.deal.id], currency, today))


def is_overdue(found: Position, today: datetime.date) -> bool:
    """Whether the promise of its next ask, or without one its closing date, passed more than a week ago.

    On 20 November a promise for 13 November is still this week's work; one for 12 November is overdue.
    """
    day = promised(found) or found.deal.close_date
    return day is not None and day < today - LONG_OVERDUE


def promised(found: Position) -> datetime.date | None:
    """The day for which the next ask was promised."""
    planned = found.progress.next[0].planned
    return datetime.date.fromisoformat(planned.date) if planned else None


def _urgency(found: Position, ahead: Prospect, currency: str, today: datetime.date) -> tuple[Any, ...]:
    promise, close = promised(found), found.deal.close_date or datetime.date.max
    if is_overdue(found, today):
        return 3, -(promise or close).toordinal(), found.deal.id
    if promise is not None:
        return (0 if promise <= week_of(today).end else 1), promise.toordinal(), found.deal.id
    if ahead.value is None:
        return 2, 1, close.toordinal(), found.deal.id
    return 2, 0, (ahead.value.currency != currency, ahead.value.currency, -ahead.value.minor), found.deal.id
