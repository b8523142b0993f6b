"""Simulated deals whose true chances are known: what really happens to them, whoever writes it down.

Three sale types of four milestones; deals arrive at random, 10 % more each year. A deal goes on from a milestone with its
own chance: that of the type, moved by the rep (standard deviation 0.3 in log odds), the quarter (0.2) and the amount (less
by 0.15 for each factor e). It goes on after a Gamma(2) time; else it is lost after a Weibull(0.8) time, two of five of them
only after up to some months of silence more. None of this is the reports' own model. What `World` adds besides is off
unless asked for.
"""

import datetime
import math
from typing import NamedTuple

import numpy as np

CONVERSIONS = {
    "new": (0.60, 0.55, 0.65, 0.75), "large": (0.60, 0.60, 0.65, 0.70), "renewal": (0.95, 0.95, 0.95, 0.93),
}  # fmt: skip
DAYS = {"new": 14.0, "large": 30.0, "renewal": 10.0}
"""Mean days from one milestone to the next."""
NAMES = ("first", "second", "third", "signed")
LOST = "lost"
START, YEARS = datetime.date(2022, 1, 1), 3
HALF = YEARS * 365.25 / 2
PULLED_FROM, PULLED_INTO = 14.0, 7.0
Chances = dict[tuple[str, int], list[float]]


class World(NamedTuple):
    """What moves the chances, in log odds, and what is out of the ordinary."""

    reps: int = 8
    rep_effect: float = 0.3
    quarter_effect: float = 0.2
    amount_effect: float = -0.15
    pull: float = 0.0
    """Share of the wins due within 14 days after a quarter's end that happen in its last 7 days instead."""
    regime: float = 0.0
    """Added to the log odds of all that happens in the second half."""
    turnover: float = 0.0
    """Share of the reps who are replaced at mid-history; others take over their deals."""
    uninformative: bool = False
    """Milestones before the win come at random times, whatever becomes of the deal."""
    markov: bool = False
    """Every day the same chances, nothing else matters: the reports' own model."""


USUAL = World()
EQUAL_REPS = World(rep_effect=0.0)
COMPANY = World(pull=0.3)
MARKOV = World(rep_effect=0.0, quarter_effect=0.0, amount_effect=0.0, markov=True)


class Life(NamedTuple):
    """One deal, days counted from the start."""

    deal: str
    sale_type: str
    rep: int
    heir: int
    """Who owns it in the second half."""
    ratio: float
    """Its amount over the typical one of its type."""
    opened: float
    told: tuple[tuple[float, str], ...]
    """When each milestone was achieved, or when it was lost."""


def lives(deals: int, seed: int, world: World = USUAL) -> tuple[list[Life], Chances]:
    """So many deals of each sale type, and the chances to go on of all that stood at each state."""
    random, later = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    found: list[Life] = []
    chances: Chances = {}
    for sale_type in CONVERSIONS:
        reps = random.normal(0, world.rep_effect, world.reps)
        quarters = random.normal(0, world.quarter_effect, 4 * YEARS)
        heirs = np.where(
            later.random(world.reps) < world.turnover, world.reps + np.arange(world.reps), np.arange(world.reps)
        )
        for number, opened in enumerate(_arrivals(deals, random)):
            ratio, rep = math.exp(random.normal(0, 0.6)), int(random.integers(world.reps))
            shift = reps[rep] + quarters[int(4 * opened / 365.25)] + world.amount_effect * math.log(ratio)
            told = _told(sale_type, opened, shift, world, random, chances)
            if world.uninformative:
                told = _at_random_times(opened, told, later)
            told = _pulled(opened, told, world.pull, later)
            found.append(Life(f"{sale_type}-{number}", sale_type, rep, int(heirs[rep]), ratio, opened, tuple(told)))
    return found, chances


def _arrivals(deals: int, random: np.random.Generator) -> list[float]:
    """Days since the start, 10 % more of them each year."""
    share = (1.1 ** (YEARS * random.random(deals)) - 1) / (1.1**YEARS - 1)
    return sorted(float(years) for years in np.log1p(share * (1.1**YEARS - 1)) / math.log(1.1) * 365.25 * 0.999)


def _told(
    sale_type: str, opened: float, shift: float, world: World, random: np.random.Generator, chances: Chances
) -> list[tuple[float, str]]:
    """What happens to a deal and when."""
    day, mean, told = opened, DAYS[sale_type], list[tuple[float, str]]()
    for state, conversion in enumerate(CONVERSIONS[sale_type]):
        moved = shift + (world.regime if day > HALF else 0.0)
        chance = 1 / (1 + (1 - conversion) / conversion * math.exp(-moved))
        chances.setdefault((sale_type, state), []).append(chance)
        goes_on = random.random() < chance
        day += _waited(goes_on, mean, world, random)
        told.append((day, NAMES[state] if goes_on else LOST))
        if not goes_on:
            break
    return told


def _waited(goes_on: bool, mean: float, world: World, random: np.random.Generator) -> float:
    if world.markov:
        return float(random.exponential(mean))
    if goes_on:
        return 1 + float(random.gamma(2, mean / 2))
    silence = random.exponential(60) if random.random() < 0.4 else 0.0
    return 3 + 1.5 * mean * float(random.weibull(0.8)) + silence


def _at_random_times(
    opened: float, told: list[tuple[float, str]], random: np.random.Generator
) -> list[tuple[float, str]]:
    """The same end, and before it none to three milestones that say nothing about it."""
    end, what = told[-1]
    days = sorted(random.uniform(opened, end, int(random.integers(4))))
    return [*((float(day), name) for day, name in zip(days, NAMES, strict=False)), (end, what)]


def _pulled(
    opened: float, told: list[tuple[float, str]], share: float, random: np.random.Generator
) -> list[tuple[float, str]]:
    """A win due just after a quarter's end may come just before it, though never before the milestone before."""
    (day, what), luck, into = told[-1], random.random(), random.uniform(0, PULLED_INTO)
    begins = quarter_start(day)
    if what != NAMES[-1] or luck >= share or day - begins > PULLED_FROM:
        return told
    before = told[-2][0] if len(told) > 1 else opened
    return [*told[:-1], (max(before, begins - into), what)]


def quarter_start(day: float) -> int:
    """The first day of the quarter that a day lies in."""
    date = START + datetime.timedelta(days=int(day))
    return (date.replace(month=date.month - (date.month - 1) % 3, day=1) - START).days
