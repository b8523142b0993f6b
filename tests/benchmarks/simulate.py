"""Deals whose true rates are known, and whether the reports find them again.

`python tests/benchmarks/simulate.py` says for how many conversions the truth lies within two standard errors of what
`rates` reports, and in how many comparisons of equal reps `coach` flags somebody.

The truth: three sale types of four milestones; deals arrive at random, 10 % more each year. A deal goes on from a
milestone with its own chance: that of the type, moved by the rep (standard deviation 0.3 in log odds), the quarter (0.2)
and the amount (less by 0.15 for each factor e). It goes on after a Gamma(2) time; else it is lost after a Weibull(0.8)
time, two of five of them only after up to some months of silence more. None of this is the reports' own model.
"""

import argparse
import datetime
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from milestonectl.history.coaching import coaching
from milestonectl.history.frame import frame_of
from milestonectl.history.rates import rates
from milestonectl.history.scan import scan
from milestonectl.model.clock import as_of
from milestonectl.model.process import Milestone, Process, Stage, by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

CONVERSIONS = {
    "new": (0.60, 0.55, 0.65, 0.75), "large": (0.60, 0.60, 0.65, 0.70), "renewal": (0.95, 0.95, 0.95, 0.93),
}  # fmt: skip
DAYS = {"new": 14.0, "large": 30.0, "renewal": 10.0}
"""Mean days from one milestone to the next."""
NAMES = ("first", "second", "third", "signed")
START, YEARS = datetime.date(2022, 1, 1), 3
END = datetime.date(2026, 12, 31)
STANDARD_ERRORS_OF_80 = 1.2816


class World(NamedTuple):
    """How much reps, quarters and amounts matter, in log odds."""

    reps: int = 8
    rep_effect: float = 0.3
    quarter_effect: float = 0.2
    amount_effect: float = -0.15


USUAL = World()
EQUAL_REPS = World(rep_effect=0.0)


class Simulated(NamedTuple):
    """Rows of a ledger, and the mean chance to go on of the deals that stood at each state."""

    rows: list[Row]
    truth: dict[tuple[str, int], float]


class Recovery(NamedTuple):
    """One conversion as it is and as it was found."""

    true: float
    found: float
    standard_error: float

    @property
    def within_two(self) -> bool:
        """Whether the truth lies within two standard errors."""
        return abs(self.found - self.true) <= 2 * self.standard_error


def simulated(deals: int, seed: int, world: World = USUAL) -> Simulated:
    """So many deals of each sale type."""
    random = np.random.default_rng(seed)
    rows: list[Row] = []
    chances: dict[tuple[str, int], list[float]] = {}
    for sale_type in CONVERSIONS:
        reps = random.normal(0, world.rep_effect, world.reps)
        quarters = random.normal(0, world.quarter_effect, 4 * YEARS)
        for number, opened in enumerate(_arrivals(deals, random)):
            amount, rep = math.exp(random.normal(0, 0.6)), int(random.integers(world.reps))
            shift = reps[rep] + quarters[int(4 * opened / 365.25)] + world.amount_effect * math.log(amount)
            told = _told(sale_type, opened, shift, random, chances)
            rows += _rows(f"{sale_type}-{number}", sale_type, f"rep{rep}", opened, told)
    return Simulated(rows, {key: float(np.mean(found)) for key, found in chances.items()})


def _arrivals(deals: int, random: np.random.Generator) -> list[float]:
    """Days since the start, 10 % more of them each year."""
    share = (1.1 ** (YEARS * random.random(deals)) - 1) / (1.1**YEARS - 1)
    return sorted(float(years) for years in np.log1p(share * (1.1**YEARS - 1)) / math.log(1.1) * 365.25 * 0.999)


def _told(
    sale_type: str,
    opened: float,
    shift: float,
    random: np.random.Generator,
    chances: dict[tuple[str, int], list[float]],
) -> Iterator[tuple[float, str]]:
    """What happens to a deal and when: the name of a milestone, or `lost`."""
    day, mean = opened, DAYS[sale_type]
    for state, conversion in enumerate(CONVERSIONS[sale_type]):
        chance = 1 / (1 + (1 - conversion) / conversion * math.exp(-shift))
        chances.setdefault((sale_type, state), []).append(chance)
        if random.random() >= chance:
            silence = random.exponential(60) if random.random() < 0.4 else 0.0
            yield day + 3 + 1.5 * mean * random.weibull(0.8) + silence, "lost"
            return
        day += 1 + random.gamma(2, mean / 2)
        yield day, NAMES[state]


def _rows(deal: str, sale_type: str, owner: str, opened: float, told: Iterator[tuple[float, str]]) -> Iterator[Row]:
    yield Row(f"{deal}-0", date=_date(opened), deal=deal, event="opened", sale_type=sale_type, owner=owner)
    for number, (day, what) in enumerate(told, 1):
        event, milestone, reason = ("lost", "", "price") if what == "lost" else ("achieved", what, "")
        yield Row(f"{deal}-{number}", date=_date(day), deal=deal, event=event, milestone=milestone, reason=reason)


def _date(day: float) -> str:
    return (START + datetime.timedelta(days=int(day))).isoformat()


def processes_of_truth() -> dict[str, Process]:
    """The three sale types."""
    milestones = tuple(Milestone(name, name.title(), "mutual") for name in NAMES)
    stage = Stage("all", "All", "", milestones)
    return {n: Process(n, 1, datetime.date(1970, 1, 1), n.title(), NAMES[-1], (stage,)) for n in CONVERSIONS}


def recovered(found: Simulated, day: datetime.date = END) -> list[Recovery]:
    """Every conversion, as it is and as `rates` finds it on a day."""
    tables = scan(frame_of(found.rows), by_sale_type(processes_of_truth().values()), Settings(), as_of(day))
    return [
        Recovery(
            found.truth[rate.sale_type, rate.state],
            rate.onward.share,
            (rate.onward.interval.high - rate.onward.interval.low) / 2 / STANDARD_ERRORS_OF_80,
        )
        for rate in rates(tables, dict.fromkeys(CONVERSIONS, NAMES))
    ]


def false_alarms(deals: int, seed: int) -> list[bool]:
    """For every milestone of every sale type whether `coach` flags somebody of a team whose reps are all equal."""
    rows = simulated(deals, seed, EQUAL_REPS).rows
    processes = by_sale_type(processes_of_truth().values())
    tables = scan(frame_of(rows), processes, Settings(), as_of(END), by="owner")
    steps = coaching(tables, dict.fromkeys(CONVERSIONS, NAMES))
    return [any(record.signal == "coach" for record in step.records) for step in steps]


def main() -> None:
    """Print how often the truth is found, and how often nothing is found where there is nothing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--deals", type=int, default=5000, help="of each sale type")
    asked = parser.parse_args()
    found = [each for seed in range(asked.seeds) for each in recovered(simulated(asked.deals, seed))]
    alarms = [alarm for seed in range(8 * asked.seeds) for alarm in false_alarms(300, seed)]
    print(f"conversions within two standard errors: {sum(r.within_two for r in found)} of {len(found)}")
    print(f"comparisons of equal reps with a flag: {sum(alarms)} of {len(alarms)}")


if __name__ == "__main__":
    main()
