"""What is to be sold in a period: the targets of the team, as far as they fall into it."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from milestonectl.history.ramp import productive_days
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
    began: datetime.date | None = None
    """When the rep began, if the part is smaller or larger because of the ramp."""


def quotas(reps: Iterable[Rep], period: Period, settings: Settings) -> list[Quota]:
    """One quota a rep, sale type and currency, in the order of the team.

    Targets of the period itself or of periods within it are added up. Where there are none, the shortest target that
    holds the period gives the part of it that its working days are: 600,000 in 2026 make 150,000 or so in 2026-Q4. Days
    of a rep on the ramp count by their part of a full day.
    """
    found = []
    for rep in reps:
        for sale_type, currency in dict.fromkeys((t.sale_type, t.currency) for t in rep.targets):
            targets = [t for t in rep.targets if (t.sale_type, t.currency) == (sale_type, currency)]
            quota = _quota(rep, targets, period, settings)
            if quota is not None:
                found.append(quota)
    return found


def _quota(rep: Rep, targets: list[Target], period: Period, settings: Settings) -> Quota | None:
    within = [t for t in targets if period.start <= t.period.start and t.period.end <= period.end]
    around = [t for t in targets if t.period.start <= period.start and period.end <= t.period.end]
    if within:
        return Quota(rep.id, targets[0].sale_type, sum((t.revenue for t in within), Decimal()), targets[0].currency)
    if around:
        nearest = min(around, key=lambda target: target.period.days)
        part, began = _part(rep, period, nearest.period, settings)
        revenue = (nearest.revenue * part).quantize(Decimal(1))
        return Quota(rep.id, nearest.sale_type, revenue, nearest.currency, nearest.period.name, began)
    return None


def _part(rep: Rep, period: Period, whole: Period, settings: Settings) -> tuple[Decimal, datetime.date | None]:
    """The period's part of the days of a longer one, and when the rep began if the ramp changes it."""
    plain = Decimal(selling_days(period, settings)) / Decimal(max(1, selling_days(whole, settings)))
    of_whole = productive_days(whole, rep.started, settings)
    if of_whole <= 0:
        return plain, None
    ramped = Decimal(productive_days(period, rep.started, settings)) / Decimal(of_whole)
    return ramped, rep.started if ramped != plain else None


def selling_days(period: Period, settings: Settings) -> int:
    """Weekdays of a period that are no holidays."""
    return working_days(period.start, period.end + DAY, settings.holidays)
