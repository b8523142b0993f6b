"""Pace: from a revenue target back to the milestones a week that it takes.

Wins are the target over the contract value. How many deals must reach each milestone for one win follows from the
conversion of each step: the rule of two until history says better.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from milestonectl.history.chain import counted
from milestonectl.history.contract_value import ContractValue
from milestonectl.history.in_period import InPeriod
from milestonectl.history.rule_of_two import chances_to_win, step_conversion
from milestonectl.history.selling_weeks import SellingWeeks
from milestonectl.history.shrinkage import Level, chained_rates, prior_share
from milestonectl.history.targets import Quota
from milestonectl.model.process import Milestone, Process


class Step(NamedTuple):
    """How often deals go from one milestone to the next, and how much of that is measured."""

    prior: float
    """The rule of two."""
    levels: tuple[Level, ...] = ()
    """What was counted: of all deals of the sale type, then of the rep's own, each the prior of the next."""

    @property
    def conversion(self) -> float:
        """(s + kappa c) / (n + kappa), level by level: 9 of 12 against 0.671907 worth 5 deals is 0.727031."""
        return (self.prior, *chained_rates(self.prior, self.levels))[-1]

    @property
    def own_share(self) -> float:
        """Share of the figure that is history, not rule."""
        return 1 - math.prod(prior_share(level.trials, level.strength) for level in self.levels)

    @property
    def known(self) -> Level:
        """The counts of the widest level."""
        return self.levels[0] if self.levels else Level(0, 0, 0)


@dataclass(frozen=True, slots=True)
class MilestonePace:
    """What one milestone needs in the period."""

    milestone: Milestone
    chance: float
    """Chance to win from here."""
    needed: float
    achieved: int
    weeks: SellingWeeks

    @property
    def left(self) -> float:
        """Achievements still to come."""
        return max(0.0, self.needed - self.achieved)

    @property
    def per_week(self) -> float:
        """Achievements a week, had they been spread evenly from the start."""
        return per_week(self.needed, self.weeks.total)

    @property
    def per_week_left(self) -> float:
        """Achievements a week in the weeks that are left."""
        return per_week(self.left, self.weeks.left)


@dataclass(frozen=True, slots=True)
class Pace:
    """What one quota needs."""

    quota: Quota
    process: Process
    worth: ContractValue
    """What a contract is worth, and how much of that is history."""
    steps: tuple[Step, ...]
    """From each milestone to the next, one fewer than milestones."""
    weeks: SellingWeeks
    milestones: tuple[MilestonePace, ...]
    ahead: InPeriod | None = None
    """What the rest of the period brings and takes; nothing without a history."""

    def with_ahead(self, ahead: InPeriod) -> "Pace":
        """The same pace with a look at the rest of the period."""
        return replace(self, ahead=ahead)

    @property
    def contract_value(self) -> Decimal:
        """What a contract is worth, in units of the quota's currency."""
        return self.worth.value

    @property
    def wins(self) -> float:
        """Contracts that the target takes."""
        return float(self.quota.revenue / self.contract_value)

    @property
    def needed(self) -> float:
        """Achievements of all milestones together."""
        return math.fsum(m.needed for m in self.milestones)

    @property
    def achieved(self) -> int:
        """Achievements so far."""
        return sum(m.achieved for m in self.milestones)

    @property
    def left(self) -> float:
        """Achievements still to come."""
        return math.fsum(m.left for m in self.milestones)

    @property
    def multiplier(self) -> float:
        """How many times the ideal number of milestones this is."""
        return math.fsum(1 / m.chance for m in self.milestones) / len(self.milestones)

    @property
    def per_week(self) -> float:
        """Achievements a week, had they been spread evenly from the start."""
        return per_week(self.needed, self.weeks.total)

    @property
    def per_week_left(self) -> float:
        """Achievements a week in the weeks that are left."""
        return per_week(self.left, self.weeks.left)


def pace(
    quota: Quota,
    process: Process,
    contract_value: ContractValue | Decimal,
    weeks: SellingWeeks,
    achieved: Mapping[str, int],
    steps: Sequence[Step] = (),
) -> Pace:
    """The pace of one quota; `achieved` counts deals by milestone.

    600,000 at 50,000 over four milestones and 48 weeks: 12 wins, 39.6, 26.6, 17.9 and 12 achievements, 2.0 a week.
    """
    milestones = counted(process)
    steps = tuple(steps) or prior_steps(process)
    chances = chances_to_win([step.conversion for step in steps])
    worth = (
        contract_value if isinstance(contract_value, ContractValue) else ContractValue(contract_value, contract_value)
    )
    wins = float(quota.revenue / worth.value)
    rows = tuple(
        MilestonePace(m, chance, wins / chance if chance > 0 else math.inf, achieved.get(m.id, 0), weeks)
        for m, chance in zip(milestones, chances, strict=True)
    )
    return Pace(quota, process, worth, steps, weeks, rows)


def prior_steps(process: Process) -> tuple[Step, ...]:
    """What the rule of two says of each step, before any history."""
    count = len(counted(process))
    return (Step(step_conversion(count, process.multiplier)),) * (count - 1)


def per_week(count: float, weeks: float) -> float:
    """A count spread over weeks: in less than a week all of it is due; when no time is left it cannot be done any more.

    3 over 6 weeks 0.5; over 0.6 weeks 3.
    """
    if count <= 0:
        return 0.0
    return count / max(1.0, weeks) if weeks > 0 else math.inf
