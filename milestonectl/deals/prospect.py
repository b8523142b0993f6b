"""What an open deal promises for this period: its chance to be won in time, what waiting costs, and whether it still fits."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from milestonectl.deals.chances import Chances, chance_in_time
from milestonectl.deals.fitting import chance_to_fit, lognormal_days
from milestonectl.deals.gates import Standing
from milestonectl.deals.pipeline import Position
from milestonectl.model.money import Money
from milestonectl.model.period import Period

WAITING_DAYS = 7
DAY = datetime.timedelta(days=1)


class Prospect(NamedTuple):
    """One open deal and the end of a period."""

    by: datetime.date
    days_left: int
    days_needed: int
    """What its remaining milestones usually take, one after the other. Those that are achieved and only lack proof, and
    those without typical days, count as none."""
    fit: float
    """Chance that it takes no longer than the days left, with typical days as the medians of lognormal times."""
    chance: float | None
    """To be won by then; nothing when history has not left any chances behind."""
    after_waiting: float | None
    """The same chance if nothing happens to it for a week."""
    amount: Money | None
    prior_driven: bool = False

    @property
    def fits(self) -> bool:
        """Whether what remains fits the days left at the usual pace."""
        return self.days_needed <= self.days_left

    @property
    def value(self) -> Money | None:
        """Amount times chance: 84,000 at 0.5 is 42,000."""
        return _share(self.amount, self.chance)

    @property
    def lost_by_waiting(self) -> Money | None:
        """What a week without progress takes from that value."""
        if self.chance is None or self.after_waiting is None:
            return None
        return _share(self.amount, max(0.0, self.chance - self.after_waiting))


def prospect(found: Position, today: datetime.date, period: Period, chances: Chances | None) -> Prospect:
    """The prospect of an open deal by the end of a period."""
    left = (period.end - today).days
    needed = _usual_days(found.progress.remaining)
    fit = chance_to_fit((lognormal_days(days, longest=max(0, left)) for days in _each(found.progress.remaining)), left)
    known = chances.sale_types.get(found.deal.sale_type) if chances else None
    if known is None:
        return Prospect(period.end, left, needed, fit, None, None, found.deal.amount)
    tomorrow = found.idle + 1
    now = chance_in_time(known, found.deal, tomorrow, left)
    later = chance_in_time(known, found.deal, tomorrow + WAITING_DAYS, left - WAITING_DAYS)
    return Prospect(period.end, left, needed, fit, now, later, found.deal.amount, known.prior_driven)


def latest_start(found: Position, standing: Standing) -> datetime.date | None:
    """The day by which a milestone must be begun for the deal to close on its date at the typical pace."""
    remaining = found.progress.remaining
    if found.deal.close_date is None or standing not in remaining:
        return None
    ahead = remaining[remaining.index(standing) :]
    return found.deal.close_date - _usual_days(ahead) * DAY


def _usual_days(remaining: Iterable[Standing]) -> int:
    return sum(_each(remaining))


def _each(remaining: Iterable[Standing]) -> list[int]:
    """Usual days of each milestone that is still to be achieved."""
    return [days for standing in remaining if not standing.achieved and (days := standing.milestone.typical_days)]


def _share(amount: Money | None, share: float | None) -> Money | None:
    return None if amount is None or share is None else Money(amount.currency, round(amount.minor * share))
