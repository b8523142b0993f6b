"""Rates: how many deals go on from each milestone, how many are won from it, and how long it takes.

Deals that are still open count as long as they have been watched: won, lost and still open are always shown apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from milestonectl.history.intervals import Interval
from milestonectl.history.scan import added
from milestonectl.history.survival import (
    Array,
    Incidence,
    age_of_those_who_did,
    cumulative_incidence,
    incidence_interval,
    life_table_of_days,
)

FEWEST_FOR_A_SHARE: Final = 20
"""Below this number of deals a report shows counts, not percentages."""
CONFIDENCE: Final = 0.8


class Ends(NamedTuple):
    """How deals that stood at a milestone ended, with open ones counted in: shares that add up to 1."""

    reached: int
    """Went on, or won."""
    lost: int
    open: int
    share: float
    """Aalen-Johansen estimate of those who did."""
    interval: Interval
    lost_share: float
    undecided: float
    """What is neither by the longest time watched."""
    median_days: float | None
    p90_days: float | None

    @property
    def entered(self) -> int:
        """Deals that stood there."""
        return self.reached + self.lost + self.open


class Rate(NamedTuple):
    """One milestone of one sale type, for one group of deals."""

    sale_type: str
    group: str
    milestone: str
    """Empty for the opening of the deal."""
    state: int
    skipped: int
    """Deals that were pulled past it by a later one."""
    onward: Ends
    """To the next milestone."""
    won: Ends
    """To the win."""


def rates(tables: pd.DataFrame, chains: Mapping[str, Sequence[str]], lives: Sequence[str] = ("kept",)) -> list[Rate]:
    """The rates of every milestone but the winning one, by sale type and group, in the order of the process."""
    kept = tables[tables["life"].isin(list(lives))]
    return list(_rates(kept, chains))


def _rates(tables: pd.DataFrame, chains: Mapping[str, Sequence[str]]) -> Iterator[Rate]:
    spells = _by_state(tables, "spell")
    onward = _by_state(tables, "onward")
    skipped = _by_state(tables, "skipped")
    for sale_type, group, state in sorted(spells):
        names = ("", *chains[sale_type])
        key = (sale_type, group, state)
        passed = int(skipped[key]["count"].sum()) if key in skipped else 0
        yield Rate(sale_type, group, names[state], state, passed, ends(spells[key]), ends(onward[key]))


def _by_state(tables: pd.DataFrame, measure: str) -> dict[tuple[str, str, int], pd.DataFrame]:
    chosen = tables[tables["measure"] == measure]
    grouped: Any = chosen.groupby(["sale_type", "group", "state"])
    return {(sale_type, group, int(state)): part for (sale_type, group, state), part in grouped}


def ends(table: pd.DataFrame) -> Ends:
    """How the deals of one table of `cause`, `days` and `count` ended: cause 0 open, 1 reached, 2 lost."""
    counts = day_counts(table)
    open_, reached, lost = (int(count) for count in counts.sum(axis=1))
    curve = incidence(counts)
    share, lost_share = (float(done[-1]) for done in curve.incidence)
    interval = incidence_interval(share, float(curve.variance[0, -1]), CONFIDENCE)
    median, p90 = (age_of_those_who_did(curve, 1, part) for part in (0.5, 0.9))
    return Ends(reached, lost, open_, share, interval, lost_share, float(curve.survival[-1]), median, p90)


def day_counts(table: pd.DataFrame) -> Array:
    """(3, days): deals by cause and day of age, from a table of `cause`, `days` and `count`."""
    counts = np.zeros((3, int(table["days"].max()) + 1))
    np.add.at(counts, (table["cause"].to_numpy(), table["days"].to_numpy()), table["count"].to_numpy())
    return counts


def incidence(counts: Array) -> Incidence:
    """Aalen-Johansen curves of reached and lost from counts by cause and day."""
    return cumulative_incidence(life_table_of_days(counts[1:], counts[0]))


def stall_limits(tables: pd.DataFrame, chains: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], int]:
    """Ages after which deals count as stalled, by sale type and awaited milestone.

    By this age nine of ten deals that went on at all had done so; only where there are enough of them to say.
    """
    found = rates(added([tables.assign(group="")]), chains)
    return {
        (rate.sale_type, chains[rate.sale_type][rate.state]): max(1, int(rate.onward.p90_days))
        for rate in found
        if rate.onward.p90_days is not None and rate.onward.reached >= FEWEST_FOR_A_SHARE
    }
