"""How simulated deals are written down: late, with amounts and closing dates that are moved, and with what goes wrong."""

import datetime
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from milestonectl.model.process import Milestone, Process, Stage
from milestonectl.model.row import Row
from tests.benchmarks.simulated_lives import CONVERSIONS, DAYS, HALF, LOST, NAMES, START, USUAL, Life, World, lives

AMOUNTS = {"new": 20_000, "large": 60_000, "renewal": 15_000}
"""Typical amounts."""
PUSHED_BY = 45.0
"""At most so many days a closing date is pushed when it has passed."""


class Habits(NamedTuple):
    """What is written down, and when."""

    money: bool = False
    """Amounts and closing dates too."""
    delay: float = 0.0
    """Mean days from what happened to its record; never before the deal is on record."""
    euros: float = 0.0
    """Share of deals in euros, the others are in dollars."""
    missing: float = 0.0
    """Share of rows after the opening that nobody writes."""
    skipped: float = 0.0
    """Share of milestones before the win that nobody writes."""
    swapped: float = 0.0
    """Share of deals whose first two milestones are dated in the other order."""


PLAIN = Habits()
SALES_FORCE = Habits(money=True, delay=2.0)


class Simulated(NamedTuple):
    """Rows of a ledger, and the mean chance to go on of the deals that stood at each state."""

    rows: list[Row]
    truth: dict[tuple[str, int], float]


class _Said(NamedTuple):
    """A row before it is written: when it happened and what it says."""

    day: float
    cells: dict[str, Any]


def simulated(deals: int, seed: int, world: World = USUAL, habits: Habits = PLAIN) -> Simulated:
    """So many deals of each sale type as a ledger."""
    random = np.random.default_rng([seed, 2])
    found, chances = lives(deals, seed, world)
    rows = [row for life in found for row in _rows(life, habits, random)]
    return Simulated(rows, {key: float(np.mean(each)) for key, each in chances.items()})


def processes_of_truth() -> dict[str, Process]:
    """The three sale types."""
    milestones = tuple(Milestone(name, name.title(), "mutual") for name in NAMES)
    stage = Stage("all", "All", "", milestones)
    return {n: Process(n, 1, datetime.date(1970, 1, 1), n.title(), NAMES[-1], (stage,)) for n in CONVERSIONS}


def _rows(life: Life, habits: Habits, random: np.random.Generator) -> Iterator[Row]:
    said = [*_opening(life, habits, random), *_events(life, habits, random)]
    if habits.money:
        said += _money(life, random)
    on_record = life.opened
    for number, one in enumerate(sorted(said, key=lambda one: one.day)):
        if number and habits.missing and random.random() < habits.missing:
            continue
        known = one.day + (float(random.exponential(habits.delay)) if habits.delay else 0.0)
        on_record = known if not number else on_record
        stamp = _moment(max(known, on_record)) if habits.delay else ""
        row = Row(f"{life.deal}-{number}", recorded_at=stamp, date=_date(one.day), deal=life.deal)
        yield row._replace(**one.cells)


def _opening(life: Life, habits: Habits, random: np.random.Generator) -> Iterator[_Said]:
    cells = {"event": "opened", "sale_type": life.sale_type, "owner": f"rep{life.rep}"}
    if habits.money:
        currency = "EUR" if random.random() < habits.euros else "USD"
        cells |= {"amount": f"{AMOUNTS[life.sale_type] * life.ratio:.2f}", "currency": currency}
    yield _Said(life.opened, cells)
    if life.heir != life.rep and life.opened < HALF < life.told[-1][0]:
        yield _Said(HALF, {"event": "changed", "owner": f"rep{life.heir}"})


def _events(life: Life, habits: Habits, random: np.random.Generator) -> Iterator[_Said]:
    days = [day for day, _ in life.told]
    if habits.swapped and len(days) > 2 and random.random() < habits.swapped:
        days[:2] = reversed(days[:2])
    for day, (_, what) in zip(days, life.told, strict=True):
        if what == LOST:
            yield _Said(day, {"event": "lost", "reason": "price"})
        elif what == NAMES[-1] or not habits.skipped or random.random() >= habits.skipped:
            yield _Said(day, {"event": "achieved", "milestone": what})


def _money(life: Life, random: np.random.Generator) -> Iterator[_Said]:
    """The closing date is set at the start and each milestone, and when it has passed; the amount when the deal is won."""
    end, what = life.told[-1]
    known_at = [life.opened, *(day for day, _ in life.told)]
    for state, (day, following) in enumerate(pairwise(known_at)):
        due = _guess(life, day, state, random)
        yield _Said(day, {"event": "changed", "close_date": due})
        while (pushed := (datetime.date.fromisoformat(due) - START).days + 1.5) < following:
            due = _date(pushed + random.uniform(10, PUSHED_BY))
            yield _Said(pushed, {"event": "changed", "close_date": due})
    if what == NAMES[-1]:
        final = AMOUNTS[life.sale_type] * life.ratio * math.exp(random.normal(-0.05, 0.15))
        yield _Said(end - 0.001, {"event": "changed", "amount": f"{final:.2f}"})


def _guess(life: Life, day: float, state: int, random: np.random.Generator) -> str:
    """When the rep thinks it closes: a little too early, better for deals that do, and often the end of a month."""
    end, what = life.told[-1]
    left = end - day if what == NAMES[-1] else DAYS[life.sale_type] * (len(NAMES) - state) + 4
    date = START + datetime.timedelta(days=int(day + 0.9 * left * math.exp(random.normal(0, 0.4))))
    month_end = (date.replace(day=1) + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    return (month_end if random.random() < 0.5 else date).isoformat()


def _date(day: float) -> str:
    return (START + datetime.timedelta(days=int(day))).isoformat()


def _moment(day: float) -> str:
    moment = datetime.datetime.combine(START, datetime.time()) + datetime.timedelta(seconds=int(day * 86400))
    return f"{moment.isoformat()}Z"
