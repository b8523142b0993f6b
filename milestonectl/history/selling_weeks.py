"""How many selling weeks a period has, and how many of them are left."""

import datetime
from typing import NamedTuple

from milestonectl.history.working_days import working_days
from milestonectl.model.period import DAY, Period, year_of
from milestonectl.model.settings import Settings

DAYS_A_WEEK = 5


class SellingWeeks(NamedTuple):
    """Selling weeks of a period, and those that were left at the end of a day."""

    total: float
    left: float
    days_a_week: float = DAYS_A_WEEK
    """Working days for each of them."""

    @property
    def gone(self) -> float:
        """Selling weeks that have passed."""
        return self.total - self.left


def selling_weeks(period: Period, day: datetime.date, settings: Settings) -> SellingWeeks:
    """With holidays from the calendar: 60 working days are 12 weeks. Without: the period's share of `working_weeks`.

    48 weeks a year and 261 weekdays in 2026: the 66 of the fourth quarter are 12.1 weeks.
    """
    after = min(max(period.start, day + DAY), period.end + DAY)
    a_week = DAYS_A_WEEK if settings.holidays else _weekdays_per_week(period, settings)
    total = working_days(period.start, period.end + DAY, settings.holidays)
    return SellingWeeks(total / a_week, working_days(after, period.end + DAY, settings.holidays) / a_week, a_week)


def _weekdays_per_week(period: Period, settings: Settings) -> float:
    """Weekdays of the year for each of its selling weeks: holidays and leave spread evenly."""
    year = year_of(period.start, settings.fiscal_year_starts)
    return working_days(year.start, year.end + DAY) / settings.working_weeks
