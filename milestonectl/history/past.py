"""The past of some deals: all of their rows, and their journeys as they look to whoever knows what a horizon knows."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from milestonectl.history.journeys import Journeys, journeys
from milestonectl.model.clock import Horizon
from milestonectl.model.process import Processes
from milestonectl.model.settings import Settings


@dataclass(frozen=True)
class Past:
    """Rows, and what is needed to understand them."""

    frame: pd.DataFrame
    """All rows of each of these deals, in any order."""
    processes: Processes
    settings: Settings
    horizon: Horizon

    @functools.cached_property
    def journeys(self) -> Journeys:
        """Every deal that was opened by the day of the report; made once, whatever is counted."""
        return self.seen_by(self.horizon)

    def seen_by(self, horizon: Horizon) -> Journeys:
        """The deals as another horizon sees them."""
        return journeys(self.frame, self.processes, self.settings, horizon)


Count: TypeAlias = Callable[[Past], pd.DataFrame]
"""Some deals -> a table that `scan.added` adds up: any columns as the key, and an integer `count`."""
Tables: TypeAlias = tuple[pd.DataFrame, ...]


def counted(
    counts: Sequence[Count], processes: Processes, settings: Settings, horizon: Horizon, frame: pd.DataFrame
) -> Tables:
    """The tables of a frame of rows, all in one pass."""
    past = Past(frame, processes, settings, horizon)
    return tuple(count(past) for count in counts)
