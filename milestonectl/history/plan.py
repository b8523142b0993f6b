"""The pace of everybody who has a target in a period."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milestonectl.deals.deal import Deal
from milestonectl.deals.settled import NO_SUMS, Sums, ever, in_months
from milestonectl.history.contract_value import STATED_WORTH, ContractValue
from milestonectl.history.pace import Pace, Step, pace, prior_steps
from milestonectl.history.selling_weeks import SellingWeeks, selling_weeks
from milestonectl.history.targets import Quota
from milestonectl.model.money import Money, totals
from milestonectl.model.period import Period
from milestonectl.model.process import Process
from milestonectl.model.workspace import Workspace

Achieved = Mapping[tuple[str, str, str], int]
"""Deals that reached a milestone in the period, by owner, sale type and milestone."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a period takes, and what was assumed."""

    period: Period
    weeks: SellingWeeks
    paces: tuple[Pace, ...]
    assumptions: tuple[str, ...]


def stated_value(process: Process, _currency: str) -> ContractValue | None:
    """The value of a contract before any history."""
    return ContractValue(process.contract_value, process.contract_value) if process.contract_value else None


def rule_of_two(process: Process, _rep: str) -> Sequence[Step]:
    """The conversions before any history."""
    return prior_steps(process)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a plan counts with besides the targets."""

    achieved: Achieved
    usual_types: Mapping[str, str]
    """The sale type that each rep has most deals of; for everybody under an empty name."""
    steps: Callable[[Process, str], Sequence[Step]] = rule_of_two
    """Measured conversions of a sale type for a rep; none: the rule of two."""
    contract_value: Decimal | None = None
    """What was asked for instead of the process's own."""
    worth: Callable[[Process, str], ContractValue | None] = stated_value
    """What a contract of a sale type is worth in a currency; none: as stated."""


def plan(quotas: Iterable[Quota], workspace: Workspace, period: Period, day: datetime.date, basis: Basis) -> Plan:
    """The pace of each quota, with what was assumed in words."""
    settings = workspace.settings
    weeks = selling_weeks(period, day, settings)
    paces: list[Pace] = []
    said = [_weeks_words(weeks, period, workspace)]
    for quota in quotas:
        sale_type = quota.sale_type or _usual_type(quota.rep, workspace, basis)
        process = workspace.processes.current(sale_type, min(day, period.end))
        value = _worth(basis, process, quota.currency)
        if process is None or value is None:
            said.append(_gap_words(sale_type, process))
            continue
        said += [*_quota_words(quota, process, workspace), _worth_words(value, process, quota.currency)]
        achieved = _achieved(basis.achieved, quota, process)
        paces.append(
            pace(quota._replace(sale_type=sale_type), process, value, weeks, achieved, basis.steps(process, quota.rep))
        )
    said.append(_rule_words({found.process.title.lower(): found.process.multiplier for found in paces}))
    return Plan(period, weeks, tuple(paces), tuple(filter(None, dict.fromkeys(said))))


def achieved_in(deals: Iterable[Deal], period: Period, sums: Sums = NO_SUMS) -> Counter[tuple[str, str, str]]:
    """Deals that reached each milestone for the first time in the period: a repeated milestone counts once."""
    found = Counter(
        (deal.owner, deal.sale_type, milestone)
        for deal in deals
        for milestone, achievement in deal.achievements.items()
        if achievement.first in period
    )
    for key, reached in in_months(sums, "achieved", period).items():
        found[key.owner, key.sale_type, key.of] += reached.deals
    return found


def usual_types(deals: Iterable[Deal], sums: Sums = NO_SUMS) -> dict[str, str]:
    """The sale type that each owner has most deals of, and everybody together under an empty name."""
    found = Counter((deal.owner, deal.sale_type) for deal in deals)
    for key, closed in ever(sums).items():
        found[key.owner, key.sale_type] += closed.deals
    counts: dict[str, Counter[str]] = {}
    for (owner, sale_type), count in found.items():
        counts.setdefault(owner, Counter())[sale_type] += count
        counts.setdefault("", Counter())[sale_type] += count
    return {owner: min(found, key=lambda name: (-found[name], name)) for owner, found in counts.items()}


def won_in(deals: Iterable[Deal], period: Period, sums: Sums = NO_SUMS) -> dict[str, Money]:
    """What was won in a period, by currency."""
    won = [deal.amount for deal in deals if deal.amount and deal.outcome == "won" and deal.closed in period]
    return totals(
        [*won, *(Money(key.of, found.minor) for key, found in in_months(sums, "won", period).items() if key.of)]
    )


def _achieved(achieved: Achieved, quota: Quota, process: Process) -> Counter[str]:
    found: Counter[str] = Counter()
    for (owner, sale_type, milestone), count in achieved.items():
        if sale_type == process.name and quota.rep in ("", owner):
            found[milestone] += count
    return found


def _worth(basis: Basis, process: Process | None, currency: str) -> ContractValue | None:
    if process is None:
        return None
    asked = basis.contract_value
    return ContractValue(asked, asked) if asked else basis.worth(process, currency)


def _worth_words(worth: ContractValue, process: Process, currency: str) -> str:
    """How much of the value of a contract is history."""
    if not worth.deals:
        return ""
    between = f", {worth.low:,.0f} to {worth.high:,.0f} at 80%" if worth.low is not None else ""
    return (
        f"{process.title}: a contract counts {currency} {worth.value:,.0f}, from {worth.deals} won at {worth.mean:,.0f} on "
        f"average{between}, and {worth.stated:,.0f} as stated, which weighs {STATED_WORTH} deals."
    )


def _usual_type(rep: str, workspace: Workspace, basis: Basis) -> str:
    return basis.usual_types.get(rep) or basis.usual_types.get("") or next(iter(workspace.processes.versions), "")


def _weeks_words(weeks: SellingWeeks, period: Period, workspace: Workspace) -> str:
    settings = workspace.settings
    how = "weekdays without the holidays" if settings.holidays else f"{settings.working_weeks} selling weeks a year"
    short = ": less than a week, so what a week takes is all that is left" if 0 < weeks.left < 1 else ""
    return f"{period.name} has {weeks.total:.1f} selling weeks ({how}); {weeks.left:.1f} are left{short}."


def _gap_words(sale_type: str, process: Process | None) -> str:
    if process is None:
        return f'Targets for "{sale_type}" are left out: no process defines that sale type.'
    return f"Targets for {sale_type} are left out: state contract_value in its process, or give --contract-value."


def _quota_words(quota: Quota, process: Process, workspace: Workspace) -> list[str]:
    said = []
    if quota.shared_from:
        said.append(f"Targets of {quota.shared_from} count by the share of its working days.")
    if quota.began:
        steps = ", ".join(f"{share:.0%}" for share in workspace.settings.ramp)
        name = workspace.team.name_of(quota.rep)
        said.append(f"{name} began on {quota.began}: days of the first months count {steps}, then in full.")
    if not quota.sale_type:
        said.append(f"A target without a sale type is planned as {process.name}, the usual one.")
    return said


def _rule_words(multipliers: Mapping[str, float]) -> str:
    if not multipliers:
        return ""
    each = ", ".join(f"{title} {multiplier:g}" for title, multiplier in multipliers.items())
    return f"The rule of two, milestones as a multiple of what the wins alone would take: {each}."
