"""Deals whose true rates are known, and whether the reports find them again.

`python tests/benchmarks/simulate.py` says for how many conversions the truth lies within two standard errors of what
`rates` reports, and in how many comparisons of equal reps `coach` flags somebody. What is true of the deals is in
`simulated_lives.py`, how they are written down in `simulated_ledger.py`.
"""

import argparse
import datetime
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from milestonectl.history.coaching import coaching
from milestonectl.history.frame import frame_of
from milestonectl.history.rates import rates
from milestonectl.history.scan import scan
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.settings import Settings
from tests.benchmarks.simulated_ledger import Simulated, processes_of_truth, simulated
from tests.benchmarks.simulated_lives import CONVERSIONS, EQUAL_REPS, NAMES

END = datetime.date(2026, 12, 31)
STANDARD_ERRORS_OF_80 = 1.2816


class Recovery(NamedTuple):
    """One conversion as it is and as it was found."""

    true: float
    found: float
    standard_error: float

    @property
    def within_two(self) -> bool:
        """Whether the truth lies within two standard errors."""
        return abs(self.found - self.true) <= 2 * self.standard_error


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
