"""What else happened between two days: closing dates moved, milestones achieved, waived, voided and lapsed."""

import datetime
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from milestonectl.history.frame import day_numbers
from milestonectl.history.journeys import OPEN, Journeys, day_number
from milestonectl.model.process import Processes


class Push(NamedTuple):
    """A closing date that stands elsewhere than before."""

    deal: str
    before: datetime.date
    after: datetime.date

    @property
    def days(self) -> int:
        """Days it moved out; negative when it was pulled in."""
        return (self.after - self.before).days


class Happened(NamedTuple):
    """Counts of what was dated between two days."""

    achieved: int
    waived: int
    voided: int
    lapsed: int


def pushes(before: Journeys, after: Journeys, deals: Collection[str]) -> list[Push]:
    """Those of some open deals whose closing date moved, the furthest first."""
    old = dict(zip(before.ids, before.labels["close_date"].texts, strict=True))
    new = zip(after.ids, after.labels["close_date"].texts, after.outcome == OPEN, strict=True)
    moved = [(deal, old.get(deal), day) for deal, day, is_open in new if is_open and day and deal in deals]
    found = [
        Push(deal, datetime.date.fromisoformat(was), datetime.date.fromisoformat(day))
        for deal, was, day in moved
        if was and was != day
    ]
    return sorted(found, key=lambda push: (-push.days, push.deal))


def happened(frame: pd.DataFrame, after: Journeys, processes: Processes, since: datetime.date) -> Happened:
    """What rows dated after a day and up to the later one say; what lapsed is judged by the current versions."""
    days, start, end = day_numbers(frame["date"]), day_number(since), after.today
    between = (days > start) & (days <= end)
    counts = frame["event"][between].value_counts()
    lapsing = {
        milestone.id: milestone.valid_for_days
        for process in processes
        for milestone in process.milestones
        if milestone.valid_for_days
    }
    rows = frame[(frame["event"] == "achieved") & frame["milestone"].isin(list(lapsing)) & (days <= end)]
    last = pd.Series(days[rows.index.to_numpy()], index=rows.index).groupby([rows["deal"], rows["milestone"]]).max()
    until = last.to_numpy() + np.array([lapsing[name] for name in last.index.get_level_values(1)], dtype=np.int64)
    open_deals = set(after.ids[after.outcome == OPEN])
    stands = np.array([deal in open_deals for deal in last.index.get_level_values(0)], dtype=bool)
    lapsed = int((stands & (until > start) & (until < end)).sum())
    return Happened(int(counts.get("achieved", 0)), int(counts.get("waived", 0)), int(counts.get("voided", 0)), lapsed)
