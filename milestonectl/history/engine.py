"""What becomes of open deals: chances per day to advance and to be lost, by milestones reached and age of the wait.

Three steps, each drawn towards what was known before it (Gamma-Poisson):
1. per state, from the process: the rule of two and `typical_days`, worth 5 exits;
2. per age, from the age just before, worth 3 exits, after all states together have said how chances change from that age to
   this one (against 30 events): chances change slowly with age, and what nobody has waited long enough to show goes on as
   it last was. Drawing every age towards the state's own mean instead makes deals that sit still win far too often;
3. per state, from the last three weeks: how much more or less often than the table says it happened, worth 10 events. What
   moved all states together (against 50 events) goes on, half as far again: a damped trend.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from milestonectl.history.chain import counted
from milestonectl.history.hazards import Array, by_day_of_age, relative_factor, shrunk_hazard
from milestonectl.history.late import unrecorded
from milestonectl.history.reach import chances
from milestonectl.history.rule_of_two import step_conversion
from milestonectl.history.waits import ADVANCED, CAME, LOST_THEN, RECENT_DAYS
from milestonectl.model.process import Process

EDGES: Final = (
    0.0, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 14.0, 18.0, 21.0, 24.0, 28.0, 31.0, 35.0, 42.0, 56.0, 70.0, 91.0, 121.0, 182.0,
    273.0, 365.0, np.inf,
)  # fmt: skip
"""Ages, in days, at which chances may change."""
AGES: Final = 400
"""The last age stands for all later ones."""
PRIOR_EXITS, NEIGHBOUR_EXITS, RECENT_EVENTS = 5.0, 3.0, 10.0
SHAPE_EVENTS, COMMON_EVENTS = 30.0, 50.0
GOES_ON: Final = 0.5
"""How far the change of pace that all states share in the last weeks goes on, in logarithms: 20 % more is 10 % more again."""
USUAL_DAYS: Final = 14.0
"""For a milestone without `typical_days`."""


class Engine(NamedTuple):
    """Chances per day of one sale type, each (states, ages)."""

    advance: Array
    lost: Array
    events: Array
    """(2, states): the advances and losses they were learned from."""
    missing: Array = np.zeros(0)
    """Share of what happened 0, 1, ... days ago that is not on record yet; empty when nothing is logged late."""

    @property
    def exits(self) -> int:
        """Events they were learned from, of all kinds."""
        return int(self.events.sum())

    def in_time(self, days: int) -> Array:
        """(days + 1, states, ages): chance to win within 0, 1, ... days, on the days that begin at each age."""
        return chances(self.advance, self.lost, days)


def engines(tables: pd.DataFrame, processes: Mapping[str, Process]) -> dict[str, Engine]:
    """One engine a sale type; what was never sold has the chances of its process."""
    learned = tables[tables["measure"].isin(["wait", "recent"])]
    missing = unrecorded(tables)
    return {
        name: _engine(learned[learned["sale_type"] == name], process, missing)
        for name, process in processes.items()
        if counted(process)
    }


def _engine(tables: pd.DataFrame, process: Process, missing: Array) -> Engine:
    states = len(counted(process))
    under_watch, events = day_table(tables[tables["measure"] == "wait"], states)
    binned_time, binned_events = _binned(under_watch), _binned(events)
    hazard = by_day_of_age(_smoothed(binned_events, binned_time, _prior(process)), AGES, EDGES)
    hazard *= _recent_factor(tables[tables["measure"] == "recent"], hazard, missing)[..., None]
    total = np.maximum(1.0, hazard.sum(axis=0))
    return Engine(hazard[0] / total, hazard[1] / total, events.sum(axis=-1), missing)


def day_table(tables: pd.DataFrame, states: int) -> tuple[Array, Array]:
    """(states, ages) days under watch and (2, states, ages) events by age, the last age for all later ones."""
    state, cause, days, count = (tables[name].to_numpy(dtype=np.int64) for name in ("state", "cause", "days", "count"))
    age = np.minimum(days, AGES - 1)
    events = np.zeros((2, states, AGES))
    for place, kind in enumerate((ADVANCED, LOST_THEN)):
        np.add.at(events[place], (state[cause == kind], age[cause == kind]), count[cause == kind])
    leaving = np.zeros((states, AGES + 1))
    came = cause == CAME
    np.add.at(leaving, (state[~came], age[~came] + 1), count[~came])
    entering = np.zeros((states, AGES + 1))
    np.add.at(entering, (state[came], age[came]), count[came])
    if not came.any():
        entering[:, 0] = leaving.sum(axis=1)
    return np.cumsum(entering - leaving, axis=1)[:, :AGES], events


def _binned(table: Array) -> Array:
    starts = [int(edge) for edge in EDGES[:-1] if edge < AGES]
    return np.asarray(np.add.reduceat(table, starts, axis=-1), dtype=np.float64)


def _prior(process: Process) -> Array:
    """(2, states): chances per day from the rule of two and the usual days of each milestone."""
    milestones = counted(process)
    conversion = step_conversion(len(milestones), process.multiplier)
    days = np.array([max(1.0, m.typical_days or USUAL_DAYS) for m in milestones])
    return np.stack((conversion / days, (1 - conversion) / days))


def _smoothed(events: Array, time: Array, prior: Array) -> Array:
    """(2, states, bins): each state from its prior, then each age from the one before it and the shape shared by all."""
    worth = PRIOR_EXITS / prior.sum(axis=0)
    overall = before = shrunk_hazard(events.sum(axis=-1), time.sum(axis=-1), prior, worth)
    smoothed = np.empty_like(events)
    for place in range(events.shape[-1]):
        if place:
            before = before * _shared(events[..., place], np.maximum(time[..., place], 0.0) * before, SHAPE_EVENTS)
        # Where next to nothing happened before, that nothing must not outweigh what happens now.
        worth = NEIGHBOUR_EXITS / np.maximum(before, overall).sum(axis=0)
        before = shrunk_hazard(events[..., place], time[..., place], before, worth)
        smoothed[..., place] = before
    return smoothed


def _shared(observed: Array, expected: Array, worth: float) -> Array:
    """(2, 1): how much more often than expected it happened in all states together.

    40 and 20 events where 20 and 10 were expected, against 30: 90 / 60 = 1.5.
    """
    return relative_factor(observed.sum(axis=1), expected.sum(axis=1), worth)[:, None]


def _recent_factor(tables: pd.DataFrame, hazard: Array, missing: Array) -> Array:
    """(2, states): what happened in the last weeks over what the table expects of the same waits."""
    under_watch, events = day_table(tables, hazard.shape[1])
    on_record = 1.0 - missing[:RECENT_DAYS].sum() / RECENT_DAYS
    expected = (np.maximum(under_watch, 0.0) * hazard).sum(axis=-1) * on_record
    observed = events.sum(axis=-1)
    return relative_factor(observed, expected, RECENT_EVENTS) * _shared(observed, expected, COMMON_EVENTS) ** GOES_ON
