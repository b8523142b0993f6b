"""The ledger as an event log: what happened in a deal, when, by whom. What both event-log formats are written from."""

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from milestonectl.deals.deal import Deal
from milestonectl.model.row import Row

_MILLISECOND = datetime.timedelta(milliseconds=1)
_HAPPENED = frozenset({"opened", "achieved", "evidence", "waived", "lost", "reopened"})


class Happening(NamedTuple):
    """One event of one deal."""

    activity: str
    """The milestone that was achieved, else what happened."""
    moment: str
    """ISO 8601 with milliseconds, later than the event before it."""
    row: Row


def happenings(deal: Deal) -> Iterator[Happening]:
    """The deal's events in order. A row has a day and the moment it was recorded; the moment counts where it is of that day."""
    before = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    for row in deal.rows:
        if row.event in _HAPPENED:
            before = max(_moment(row), before + _MILLISECOND)
            activity = row.milestone if row.event == "achieved" else f"{row.event} {row.milestone}".strip()
            yield Happening(activity, before.isoformat(timespec="milliseconds"), row)


def _moment(row: Row) -> datetime.datetime:
    day = datetime.datetime.fromisoformat(f"{row.date}T00:00:00+00:00")
    if not row.recorded_at:
        return day
    recorded = datetime.datetime.fromisoformat(row.recorded_at)
    same_day = abs(recorded - day - datetime.timedelta(hours=12)) <= datetime.timedelta(hours=26)
    return recorded.replace(microsecond=recorded.microsecond // 1000 * 1000) if same_day else day


def unique(values: Iterable[str]) -> list[str]:
    """Each value once, in order, without the empty one."""
    return [value for value in dict.fromkeys(values) if value]
