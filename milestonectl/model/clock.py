"""Up to when a report looks: the two clocks of a row against one horizon. Nothing here reads a clock."""

import datetime
from typing import NamedTuple

from milestonectl.model.row import Row


class Horizon(NamedTuple):
    """The day a report speaks of, and the last moment of recording it may know."""

    day: datetime.date
    recorded_by: str
    """UTC, as rows write it: `2026-11-21T23:59:59.999999Z`."""

    def sees(self, row: Row) -> bool:
        """Whether the row was recorded in time and, plans apart, has happened."""
        return row.recorded <= self.recorded_by and (row.date <= self.day.isoformat() or row.event == "planned")


def as_of(day: datetime.date) -> Horizon:
    """Everything dated and recorded by the end of a day (UTC)."""
    return Horizon(day, f"{day.isoformat()}T23:59:59.999999Z")


def from_now(moment: datetime.datetime) -> Horizon:
    """Everything up to this moment: the local day, and all that was recorded before."""
    return Horizon(moment.date(), max(stamp(moment), as_of(moment.date()).recorded_by))


def stamp(moment: datetime.datetime) -> str:
    """A moment as `recorded_at` writes it: UTC with microseconds, so that text order is time order."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(seconds: str) -> datetime.datetime:
    """A moment from seconds since 1970, as git gives it."""
    return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
