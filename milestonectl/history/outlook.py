"""One line on the quarter: what is won of what is to be sold, and the milestones a week."""

import datetime
import math
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from milestonectl.deals.pipeline import Pipeline
from milestonectl.history.plan import Basis, achieved_in, plan, usual_types, won_in
from milestonectl.history.targets import Quota, quotas
from milestonectl.model.money import Money, digits
from milestonectl.model.period import quarter_of
from milestonectl.model.workspace import Workspace


class Outlook(NamedTuple):
    """Won and to be won by currency; milestones a week so far, and as required from the start before any history.

    It is what `pace --no-history` says of the quarter: rates and contract values of history take reading all of it.
    """

    won: tuple[Money, ...]
    target: tuple[Money, ...]
    so_far: float
    required: float


def outlook(
    pipeline: Pipeline, workspace: Workspace, day: datetime.date, reps: frozenset[str] = frozenset()
) -> Outlook | None:
    """The quarter of a day for some reps, or all of them; nothing when none of them has a target in it."""
    settings = workspace.settings
    period = quarter_of(day, settings.fiscal_year_starts)
    chosen = [rep for rep in workspace.team.reps if not reps or rep.id in reps]
    found = quotas(chosen, period, settings)
    if not found:
        return None
    people = {quota.rep for quota in found}
    theirs = [deal for deal in pipeline.deals.values() if deal.owner in people]
    sums = {key: found for key, found in pipeline.sums.items() if key.owner in people}
    basis = Basis(achieved_in(theirs, period, sums), usual_types(theirs, sums))
    planned = plan(found, workspace, period, day, basis)
    won, targets = won_in(theirs, period, sums), _sums(found)
    return Outlook(
        tuple(won.get(money.currency, Money(money.currency, 0)) for money in targets),
        targets,
        sum(p.achieved for p in planned.paces) / max(planned.weeks.gone, 1.0),
        math.fsum(p.per_week for p in planned.paces),
    )


def _sums(found: Collection[Quota]) -> tuple[Money, ...]:
    sums: dict[str, Decimal] = {}
    for quota in found:
        sums[quota.currency] = sums.get(quota.currency, Decimal()) + quota.revenue
    return tuple(Money(name, int(sums[name].scaleb(digits(name)))) for name in sorted(sums))
