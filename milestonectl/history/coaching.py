"""Coaching: for each rep the one milestone where most is to be gained, if the record carries it; never a ranking.

Reps are compared within a sale type and milestone only, so that nobody is judged by a harder mix of deals. How much the
common rate weighs against somebody's own is estimated from how far reps lie apart at all: where they do not, everybody is
drawn to the common rate and nobody is flagged.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import pandas as pd

from milestonectl.history.distributions import Beta
from milestonectl.history.intervals import Interval, beta_interval, funnel_signal
from milestonectl.history.rates import CONFIDENCE, FEWEST_FOR_A_SHARE
from milestonectl.history.shrinkage import PriorStrength, chance_below, prior_strength, rate_posterior

FEWEST_TO_SAY_ANYTHING = 5
SURE = 0.9
BEST_QUARTER = 0.75
Signal = Literal["coach", "learn from", ""]


class Record(NamedTuple):
    """What one rep did at one milestone."""

    rep: str
    sale_type: str
    milestone: str
    state: int
    went_on: int
    decided: int
    team_rate: float
    shrunk: float
    """The rep's own rate, drawn towards the team's by as much as the counts ask for."""
    interval: Interval
    signal: Signal
    gain: float
    """More deals that would have gone on at the rate of the best quarter of the team."""


class StepOfTeam(NamedTuple):
    """What the whole team did at one milestone."""

    sale_type: str
    milestone: str
    state: int
    strength: PriorStrength
    exemplary: float
    """The rate of the best quarter of reps, each drawn towards the team's."""
    records: tuple[Record, ...]


def coaching(tables: pd.DataFrame, chains: Mapping[str, Sequence[str]]) -> list[StepOfTeam]:
    """Every milestone from which some deals went on and some were lost; `tables` are grouped by owner."""
    rows = tables[(tables["measure"] == "spell") & (tables["life"] == "kept") & (tables["cause"] > 0)]
    grouped: Any = rows.groupby(["sale_type", "state"])
    by_step = {(sale_type, int(state)): _by_rep(part) for (sale_type, state), part in grouped}
    return [
        _step(sale_type, ("", *chains[sale_type])[state], state, counts)
        for (sale_type, state), counts in by_step.items()
        if 0 < sum(s for s, _ in counts.values()) < sum(n for _, n in counts.values())
    ]


def _by_rep(rows: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Deals that went on and deals decided, by rep."""
    found: dict[str, tuple[int, int]] = {}
    for rep, cause, count in rows[["group", "cause", "count"]].itertuples(index=False, name=None):
        went_on, decided = found.get(rep, (0, 0))
        found[rep] = (went_on + count * (cause == 1), decided + count)
    return dict(sorted(found.items()))


def _step(sale_type: str, milestone: str, state: int, counts: Mapping[str, tuple[int, int]]) -> StepOfTeam:
    strength = prior_strength(counts.values())
    posteriors = {rep: rate_posterior(s, n, strength.rate, strength.strength) for rep, (s, n) in counts.items()}
    exemplary = _upper([p.mean for rep, p in posteriors.items() if counts[rep][1] >= FEWEST_TO_SAY_ANYTHING])
    records = tuple(
        Record(
            rep, sale_type, milestone, state, s, n, strength.rate, posteriors[rep].mean,
            beta_interval(posteriors[rep], CONFIDENCE), _signal(s, n, strength, posteriors[rep]),
            max(0.0, n * ((exemplary or strength.rate) - posteriors[rep].mean)),
        )
        for rep, (s, n) in counts.items()
    )  # fmt: skip
    return StepOfTeam(sale_type, milestone, state, strength, exemplary or strength.rate, records)


def _upper(rates: Sequence[float]) -> float | None:
    """The rate that a quarter of reps reach or pass."""
    ordered = sorted(rates)
    return ordered[math.ceil(BEST_QUARTER * len(ordered)) - 1] if ordered else None


def _signal(went_on: int, decided: int, strength: PriorStrength, posterior: Beta) -> Signal:
    """Only where reps differ at all, with 20 deals or more, and when both ways of looking agree."""
    if decided < FEWEST_FOR_A_SHARE or not strength.groups_differ:
        return ""
    below, outside = chance_below(strength.rate, posterior), funnel_signal(went_on, decided, strength.rate, CONFIDENCE)
    if below > SURE and outside == "below":
        return "coach"
    return "learn from" if below < 1 - SURE and outside == "above" else ""


def most_to_gain(steps: Sequence[StepOfTeam]) -> dict[str, Record]:
    """For each rep the milestone with the most deals to gain, flagged ones first, among those with enough to say."""
    records = [r for step in steps for r in step.records if r.decided >= FEWEST_TO_SAY_ANYTHING]
    best: dict[str, Record] = {}
    for record in sorted(records, key=lambda r: (r.signal != "coach", -r.gain, r.sale_type, r.state)):
        best.setdefault(record.rep, record)
    return dict(sorted(best.items()))


def widest_headroom(steps: Sequence[StepOfTeam]) -> StepOfTeam | None:
    """Where the team as a whole is furthest below its best quarter, in deals; nothing where nobody differs."""
    gaining = [step for step in steps if sum(record.gain for record in step.records) > 0]
    return max(gaining, key=lambda step: sum(record.gain for record in step.records), default=None)
