"""What is to be sold in a period: the targets of the team, as far as they fall into it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from milestonectl.history.working_days import working_days
from milestonectl.model.period import DAY, Period
from milestonectl.model.settings import Rep, Settings, Target


class Quota(NamedTuple):
    """What somebody is to sell of one sale type in a period."""

    rep: str
    """Empty: the whole team."""
    sale_type: str
    """Empty: any sale type."""
    revenue: Decimal
    currency: str
    shared_from: str = ""
    """The longer period whose target this is a part of, by working days; empty: it is the period's own."""


def quotas(reps: Iterable[Rep], period: Period, settings: Settings) -> list[Quota]:
    """One quota a rep, sale type and currency, in the order of the team.

    Targets of the period itself or of periods within it are added up. Where there are none, the shortest target that
    holds the period gives the part of it that its working days are: 600,000 in 2026 make 150,000 or so in 2026-Q4.
    """
    found = []
    for rep in reps:
        for sale_type, currency in dict.fromkeys((t.sale_type, t.currency) for t in rep.targets):
            targets = [t for t in rep.targets if (t.sale_type, t.currency) == (sale_type, currency)]
            quota = _quota(rep.id, targets, period, settings)
            if quota is not None:
                found.append(quota)
    return found


def _quota(rep: str, targets: list[Target], period: Period, settings: Settings) -> Quota | None:
    within = [t for t in targets if period.start <= t.period.start and t.period.end <= period.end]
    around = [t for t in targets if t.period.start <= period.start and period.end <= t.period.end]
    if within:
        return Quota(rep, targets[0].sale_type, sum((t.revenue for t in within), Decimal()), targets[0].currency)
    if around:
        nearest = min(around, key=lambda target: target.period.days)
        part = Decimal(selling_days(period, settings)) / Decimal(max(1, selling_days(nearest.period, settings)))
        revenue = (nearest.revenue * part).quantize(Decimal(1))
        return Quota(rep, nearest.sale_type, revenue, nearest.currency, nearest.period.name)
    return None


def selling_days(period: Period, settings: Settings) -> int:
    """Weekdays of a period that are no holidays."""
    return working_days(period.start, period.end + DAY, settings.holidays)
