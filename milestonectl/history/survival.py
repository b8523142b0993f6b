"""How many deals get there, and how long it takes, with open deals counted in.

A deal that is still open says "longer than this". Leaving it out makes typical durations too short; counting a lost deal
as merely unfinished makes win rates far too high. The Aalen-Johansen estimate does neither: at each age it shares out those
still undecided among the causes (won, lost) by events over deals at risk.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from milestonectl.history.distributions import normal_deviate
from milestonectl.history.intervals import Interval

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

_ROUNDING = 1e-12


class LifeTable(NamedTuple):
    """Deals at risk just before each age and events at it; tables on the same ages add up field by field."""

    ages: Array  # (ages,) ascending
    at_risk: Array  # (ages,)
    events: Array  # (causes, ages)


class Incidence(NamedTuple):
    """Shares after each age: `survival` still undecided, `incidence` decided by each cause; together they are 1."""

    ages: Array  # (ages,)
    survival: Array  # (ages,)
    incidence: Array  # (causes, ages)
    variance: Array  # (causes, ages), of the incidence


def life_table(age: Array, cause: Counts, causes: int, entry: Array | None = None) -> LifeTable:
    """Life table of single deals: `age` at event or when last seen, `cause` 0 for open, 1 to `causes` for an event.

    A deal open at age t is at risk at t. `entry` is the age at which a deal came under watch (imported mid-life): it
    is at risk after that age only. An entry of 0 means watched from the start; deals that leave before they enter
    count for nothing.
    """
    entered = np.full(len(age), -np.inf) if entry is None else np.where(entry <= 0, -np.inf, entry)
    seen = entered < age
    age, cause, entered = age[seen], cause[seen], entered[seen]
    ages = np.unique(age[cause > 0])
    left_before = np.searchsorted(np.sort(age), ages, side="left")
    entered_before = np.searchsorted(np.sort(entered), ages, side="left")
    happened = np.searchsorted(ages, age[cause > 0])
    events = np.zeros((causes, len(ages)))
    np.add.at(events, (cause[cause > 0] - 1, happened), 1.0)
    return LifeTable(ages, (entered_before - left_before).astype(np.float64), events)


def life_table_of_days(events: Array, still_open: Array, entered: Array | None = None) -> LifeTable:
    """Life table from counts per day of age: events (causes, days), last seen open (days,), imported (days,).

    Without `entered` every deal is watched from day 0. Deals imported at age t are at risk from t + 1 on.
    """
    leaving = events.sum(axis=0) + still_open
    coming = np.zeros_like(leaving) if entered is None else entered
    from_start = leaving.sum() - coming.sum()
    at_risk = from_start + _before(np.cumsum(coming)) - _before(np.cumsum(leaving))
    return LifeTable(np.arange(len(leaving), dtype=np.float64), at_risk, events)


def cumulative_incidence(table: LifeTable) -> Incidence:
    """Aalen-Johansen: at each age F_c += S d_c / n, then S *= 1 - d / n; variance by the delta method.

    Won after 3, 6, 9 weeks, lost after 2, 4, 6, 12, open at 5, 8, 10: 0.372222 won, 0.627778 lost, where
    won / (won + lost) says 0.428571. Reference: Marubini and Valsecchi, Analysing Survival Data, 1995, chapter 10.
    """
    happened = table.events.sum(axis=0)
    survival = _surviving(_ratio(happened, table.at_risk))
    undecided = np.concatenate(([1.0], survival[:-1]))
    incidence = np.cumsum(undecided * _ratio(table.events, table.at_risk), axis=1)
    return Incidence(table.ages, survival, incidence, _variance(table, undecided, incidence))


def kaplan_meier(table: LifeTable, cause: int = 1) -> Array:
    """Share without this event after each age, other causes taken as merely unfinished; (ages,).

    Right for durations with one way out, wrong as a win rate: in the example above 1 - 0.493827 = 0.506173.
    """
    return _surviving(_ratio(table.events[cause - 1], table.at_risk))


def age_reached(ages: Array, share_done: Array, share: float) -> float | None:
    """First age at which this share is done, None if it never is.

    Advanced after 2, 3, 4, 5, 7 weeks, open at 6, 8, 9, 10, 12: the median of 1 - Kaplan-Meier is 7, not 4.
    """
    reached = np.flatnonzero(share_done >= share - _ROUNDING)
    return float(ages[reached[0]]) if len(reached) else None


def age_of_those_who_did(curve: Incidence, cause: int, share: float) -> float | None:
    """Age by which this share of the eventual events of a cause had happened: the P90 is where stalling begins."""
    done = curve.incidence[cause - 1]
    return age_reached(curve.ages, done, share * float(done[-1])) if len(done) and done[-1] > 0 else None


def later_chance(curve: Incidence, cause: int, age: float) -> float | None:
    """Chance of the event after this age for a deal undecided at it: (F(end) - F(age)) / S(age).

    In the example above, open just after week 6: (0.372222 - 0.216667) / 0.466667 = 0.333333. None if none is left.
    """
    after = int(np.searchsorted(curve.ages, age, side="right"))
    done = curve.incidence[cause - 1]
    if after == 0:
        return float(done[-1]) if len(done) else None
    undecided = float(curve.survival[after - 1])
    return float(done[-1] - done[after - 1]) / undecided if undecided > _ROUNDING else None


def incidence_interval(share: float, variance: float, confidence: float = 0.8) -> Interval:
    """Interval of a cumulative incidence on the scale log(-log F), which stays between 0 and 1.

    0.372222 with a standard error of 0.173703 is 0.1636 to 0.5830. A share of 0 or 1 has no width to compute and
    comes back as it is.
    """
    if not _ROUNDING < share < 1 - _ROUNDING:
        return Interval(share, share)
    log_share = float(np.log(share))
    reach = normal_deviate(confidence) * float(np.sqrt(max(0.0, variance))) / (share * log_share)
    return Interval(share ** float(np.exp(-reach)), share ** float(np.exp(reach)))


def _variance(table: LifeTable, undecided: Array, incidence: Array) -> Array:
    """Sum over ages u <= t of (F(t)-F(u))^2 d/(n(n-d)) + S^2 d_c(n-d_c)/n^3 - 2 (F(t)-F(u)) S d_c/n^2.

    Squares are multiplied out so that running sums do, instead of a table of all pairs of ages.
    """
    happened, at_risk = table.events.sum(axis=0), table.at_risk
    total = _ratio(happened, at_risk * (at_risk - happened))
    own = undecided**2 * _ratio(table.events * (at_risk - table.events), at_risk**3)
    cross = undecided * _ratio(table.events, at_risk**2)
    squared = incidence**2 * np.cumsum(total) - 2 * incidence * np.cumsum(incidence * total, axis=1)
    squared += np.cumsum(incidence**2 * total, axis=1)
    mixed = incidence * np.cumsum(cross, axis=1) - np.cumsum(incidence * cross, axis=1)
    return np.maximum(0.0, squared + np.cumsum(own, axis=1) - 2 * mixed)


def _surviving(leaving: Array) -> Array:
    return np.asarray(np.cumprod(1.0 - leaving), dtype=np.float64)


def _before(running: Array) -> Array:
    return np.concatenate(([0.0], running[:-1]))


def _ratio(part: Array, whole: Array) -> Array:
    """Part over whole, 0 where there is no whole."""
    wholes = np.broadcast_to(whole, part.shape)
    return np.divide(part, wholes, out=np.zeros(part.shape), where=wholes > 0)
