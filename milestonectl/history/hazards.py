"""Chance per day to advance or to be lost, by milestones achieved and by age since the last one.

A spell is the time a deal spends with j milestones achieved. Each spell adds exposure to the age bins it crossed and, unless
it is still running, one event. Events over exposure are hazards; deals seen only from the middle of a spell need no care.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

AGE_EDGES = (0.0, 7.0, 14.0, 28.0, 56.0, 91.0, 182.0, 365.0, np.inf)
ADVANCED, LOST = 1, 2


class Spells(NamedTuple):
    """One row per spell; `outcome` is 0 for still running, 1 for advanced, 2 for lost."""

    state: Counts
    start: Array  # age at which the spell came under watch, mostly 0
    end: Array
    outcome: Counts


class Exposure(NamedTuple):
    """Time watched and events by state and age bin; the tables of disjoint sets of spells add up."""

    time: Array  # (states, bins)
    events: Array  # (causes, states, bins)

    def plus(self, other: "Exposure") -> "Exposure":
        """The table of both sets of spells together."""
        return Exposure(self.time + other.time, self.events + other.events)


def exposure(spells: Spells, states: int, edges: tuple[float, ...] = AGE_EDGES, causes: int = 2) -> Exposure:
    """Exposure table of spells; bin b holds ages above edges[b] up to and with edges[b + 1].

    Ends 1 2 3 4 5 7 8 in bins (0,2], (2,6], (6,inf) are exposures of 13, 14 and 3. A spell that ends on the day it began
    is an event without exposure: leave out deals booked afterwards, or let their day count as one.
    """
    bins = len(edges) - 1
    time = np.empty((states, bins))
    for b, (low, high) in enumerate(pairwise(edges)):
        inside = np.clip(spells.end, low, high) - np.clip(spells.start, low, high)
        time[:, b] = np.bincount(spells.state, weights=inside, minlength=states)
    events = np.zeros((causes, states, bins))
    over = spells.outcome > 0
    at = np.clip(np.searchsorted(edges, spells.end[over], side="left") - 1, 0, bins - 1)
    np.add.at(events, (spells.outcome[over] - 1, spells.state[over], at), 1.0)
    return Exposure(time, events)


def shrunk_hazard(events: Array, time: Array, prior: Array, prior_time: Array | float) -> Array:
    """Gamma-Poisson estimate (D + kappa h) / (E + kappa), kappa being exposure the prior is worth.

    2 events in 13 weeks, prior 0.15 worth 10 weeks: (2 + 1.5) / 23 = 0.152174.
    """
    return (events + prior_time * prior) / (time + prior_time)


def exposure_worth(pseudo_exits: float, prior: Array) -> Array:
    """Exposure in which this many exits are expected under the prior hazards (causes, ...); 5 at 0.15 + 0.10 are 20."""
    return pseudo_exits / np.asarray(prior.sum(axis=0), dtype=np.float64)


def relative_factor(observed: Array, expected: Array, pseudo_events: float = 10.0) -> Array:
    """How much more often than expected something happens, drawn towards 1: (O + 10) / (E + 10).

    6 observed where 9.5 were expected: 16 / 19.5 = 0.820513. Expected is exposure times base hazard.
    """
    return (observed + pseudo_events) / (expected + pseudo_events)


def daily_probabilities(hazards: Array) -> Array:
    """Probability of each cause within one day, from hazards per day (causes, ...).

    The chance to leave is 1 - exp(-h), shared out by hazard: 0.2 and 0.1 give 0.172788 and 0.086394.
    """
    total = np.asarray(hazards.sum(axis=0), dtype=np.float64)
    leaving = -np.expm1(-total)
    return hazards * np.divide(leaving, total, out=np.ones_like(total), where=total > 0)


def by_day_of_age(binned: Array, ages: int, edges: tuple[float, ...] = AGE_EDGES) -> Array:
    """Spread (..., bins) over (..., ages): column a is the day that begins at age a and ends at a + 1."""
    return binned[..., np.searchsorted(edges, np.arange(ages), side="right") - 1]
