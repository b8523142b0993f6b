"""From the tables of the scan to what a pace is planned with: conversions, achievements, and the rest of the period."""

import datetime
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from milestonectl.history.back_schedule import deals_for_uncertain, last_useful_week, openings_per_week
from milestonectl.history.chain import counted
from milestonectl.history.contract_value import ContractValue, Day, learned_value
from milestonectl.history.distributions import Beta
from milestonectl.history.engine import AGES, Engine
from milestonectl.history.hazards import Array
from milestonectl.history.in_period import Flight, InPeriod
from milestonectl.history.journeys import day_number
from milestonectl.history.pace import Pace, Step
from milestonectl.history.rule_of_two import step_conversion
from milestonectl.history.shrinkage import Level, prior_strength
from milestonectl.model.money import Money
from milestonectl.model.period import Period
from milestonectl.model.process import Process

TYPE_STRENGTH = 5.0
"""How many deals the rule of two is worth."""
CONFIDENCES = (0.5, 0.8, 0.9)
HALF = 0.5
DAYS_A_WEEK = 7


class Lessons(NamedTuple):
    """What the tables say, ready for plans."""

    tables: pd.DataFrame
    """Grouped by owner."""
    engines: Mapping[str, Engine]
    day: datetime.date


def achieved_by(
    tables: pd.DataFrame, chains: Mapping[str, Sequence[str]], period: Period
) -> Counter[tuple[str, str, str]]:
    """Deals that reached each milestone in the period, by owner, sale type and milestone."""
    start, end = day_number(period.start), day_number(period.end)
    rows = tables[(tables["measure"] == "achieved") & tables["days"].between(start, end)]
    found: Counter[tuple[str, str, str]] = Counter()
    for sale_type, owner, state, count in _cells(rows, "sale_type", "group", "state", "count"):
        found[owner, sale_type, chains[sale_type][state - 1]] += count
    return found


def usual_types_by(tables: pd.DataFrame) -> dict[str, str]:
    """The sale type that each owner has most deals of, and everybody together under an empty name."""
    counts: dict[str, Counter[str]] = {"": Counter()}
    for sale_type, owner, count in _cells(tables[tables["measure"] == "opened"], "sale_type", "group", "count"):
        counts.setdefault(owner, Counter())[sale_type] += count
        counts[""][sale_type] += count
    return {owner: min(found, key=lambda name: (-found[name], name)) for owner, found in counts.items() if found}


def learned_worth(tables: pd.DataFrame, process: Process, currency: str) -> ContractValue | None:
    """What a contract of a sale type is worth in a currency: as stated, then as won. Currencies are never mixed."""
    if not process.contract_value:
        return None
    rows = tables[(tables["sale_type"] == process.name) & (tables["currency"] == currency)]
    counts, minor = (
        {cells[:-1]: cells[-1] for cells in _cells(rows[rows["measure"] == name], "group", "life", "days", "count")}
        for name in ("won", "won_minor")
    )
    days = [Day(count, Money(currency, minor.get(key, 0)).amount) for key, count in counts.items()]
    return learned_value(process.contract_value, days)


def learned_steps(tables: pd.DataFrame, process: Process, rep: str = "") -> tuple[Step, ...]:
    """The conversions of a sale type from deals that were decided: the rule of two, then the team, then the rep."""
    states = len(counted(process))
    prior = step_conversion(states, process.multiplier)
    by_rep = [_decided(tables, process.name, state) for state in range(1, states)]
    return tuple(Step(prior, tuple(_levels(decided, rep))) for decided in by_rep)


def _levels(decided: Mapping[str, tuple[int, int]], rep: str) -> list[Level]:
    won, all_ = (sum(pair[place] for pair in decided.values()) for place in (0, 1))
    team = Level(won, all_, TYPE_STRENGTH)
    if not rep or rep not in decided:
        return [team]
    return [team, Level(*decided[rep], prior_strength(decided.values()).strength)]


def _decided(tables: pd.DataFrame, sale_type: str, state: int) -> dict[str, tuple[int, int]]:
    """Deals that went on, and that went on or were lost, by owner."""
    chosen = (tables["measure"] == "spell") & (tables["life"] == "kept") & (tables["sale_type"] == sale_type)
    rows = tables[chosen & (tables["state"] == state) & (tables["cause"] > 0)]
    found: dict[str, tuple[int, int]] = {}
    for owner, cause, count in _cells(rows, "group", "cause", "count"):
        went_on, decided = found.get(owner, (0, 0))
        found[owner] = (went_on + count * (cause == 1), decided + count)
    return found


def with_rest_of_period(pace: Pace, lessons: Lessons, period: Period) -> Pace:
    """The pace with what its open deals should bring by the end of the period, and what is left for new ones."""
    engine, sale_type, rep = lessons.engines.get(pace.process.name), pace.process.name, pace.quota.rep
    days = (period.end - lessons.day).days
    if engine is None or days <= 0:
        return pace
    by_end = engine.in_time(days)
    rows = lessons.tables[(lessons.tables["measure"] == "open") & (lessons.tables["sale_type"] == sale_type)]
    rows = rows[rows["group"] == rep] if rep else rows
    flights = _flights(rows, in_the_last(by_end, period.days)[-1])
    return pace.with_ahead(_in_period(pace, lessons.day, by_end, period, flights))


def _flights(rows: pd.DataFrame, chances: Array) -> tuple[Flight, ...]:
    """Open deals with their chances, (states, ages), by milestones achieved and the youngest first."""
    deals: Counter[tuple[int, int]] = Counter()
    for state, days, count in _cells(rows, "state", "days", "count"):
        deals[int(state), min(int(days) + 1, AGES - 1)] += int(count)
    found: dict[int, list[tuple[int, float]]] = {}
    for (state, age), count in sorted(deals.items()):
        found.setdefault(state, []).append((count, float(chances[state, age])))
    return tuple(Flight(state, tuple(each)) for state, each in found.items())


def in_the_last(by_end: Array, days: int) -> Array:
    """Chances to win within 0, 1, ... days -> chances to do so in the last `days` of them.

    A period that has not begun yet has no use for what is won before it.
    """
    if len(by_end) <= days:
        return by_end
    earlier = np.zeros_like(by_end)
    earlier[days:] = by_end[: len(by_end) - days]
    return by_end - earlier


def _in_period(pace: Pace, day: datetime.date, by_end: Array, period: Period, flights: tuple[Flight, ...]) -> InPeriod:
    won = pace.milestones[-1].achieved
    gap = max(0.0, pace.wins - won - math.fsum(flight.credit for flight in flights))
    from_first = by_end[:, min(1, by_end.shape[1] - 1), :1]
    weeks = max(1, (len(by_end) - 1) // DAYS_A_WEEK)
    in_time, at_all = (
        [float(chance) for chance in chances[::DAYS_A_WEEK, 0]][:weeks]
        for chances in (in_the_last(from_first, period.days), from_first)
    )
    week = last_useful_week(at_all, pace.milestones[0].chance, HALF)
    last = None if week is None else day + datetime.timedelta(days=DAYS_A_WEEK * week)
    still, known = math.ceil(max(0.0, pace.wins - won) - 1e-9), _known(pace)
    per_week = openings_per_week(gap, in_time)
    return InPeriod(won, flights, gap, tuple(in_time), per_week, last, still, known, _sure(still, known))


def _known(pace: Pace) -> Beta:
    """The chance to win from the first milestone, known only as well as the fewest deals behind a step of it."""
    chance = pace.milestones[0].chance
    weight = min((step.known.trials + TYPE_STRENGTH for step in pace.steps), default=TYPE_STRENGTH)
    return Beta(chance * weight, (1 - chance) * weight)


def _sure(still: int, known: Beta) -> tuple[tuple[float, int | None], ...]:
    """First milestones for the wins still needed."""
    if known.b <= 0:
        return tuple((confidence, still) for confidence in CONFIDENCES)
    return tuple((confidence, deals_for_uncertain(still, known, confidence)) for confidence in CONFIDENCES)


def _cells(rows: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return list(rows[list(columns)].itertuples(index=False, name=None))
