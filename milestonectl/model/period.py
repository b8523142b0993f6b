"""Periods: a year, a quarter, a month or a week, as `2026`, `2026-Q4`, `2026-11`, `2026-W48`.

A period runs from its start to its end, both days included.
"""

import datetime
import re
from typing import NamedTuple

_FORM = re.compile(r"(?P<year>\d{4})(-(Q(?P<quarter>[1-4])|W(?P<week>\d{2})|(?P<month>\d{2})))?", re.ASCII)
DAY = datetime.timedelta(days=1)
_BEYOND_THE_CALENDAR = ("0000", "9999")
"""Years whose periods would begin before the first day that can be counted, or end after the last."""


class Period(NamedTuple):
    """Days from start to end, both included."""

    start: datetime.date
    end: datetime.date
    name: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, datetime.date) and self.start <= day <= self.end

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1


def parse_period(text: str, fiscal_year_starts: int = 1) -> Period | None:
    """The period of a name. Years and quarters are the fiscal ones, named by the year in which they start."""
    match = _FORM.fullmatch(text)
    if match is None or match["year"] in _BEYOND_THE_CALENDAR:
        return None
    year = int(match["year"])
    if match["week"]:
        return _week(year, int(match["week"]), text)
    if match["month"]:
        return _months(year, int(match["month"]), 1, text) if 1 <= int(match["month"]) <= 12 else None
    if match["quarter"]:
        return _months(year, fiscal_year_starts + 3 * (int(match["quarter"]) - 1), 3, text)
    return _months(year, fiscal_year_starts, 12, text)


def quarter_of(day: datetime.date, fiscal_year_starts: int = 1) -> Period:
    """The fiscal quarter of a day."""
    months = (day.month - fiscal_year_starts) % 12
    year = day.year if day.month >= fiscal_year_starts else day.year - 1
    return _months(year, fiscal_year_starts + months // 3 * 3, 3, f"{year}-Q{months // 3 + 1}")


def year_of(day: datetime.date, fiscal_year_starts: int = 1) -> Period:
    """The fiscal year of a day."""
    year = day.year if day.month >= fiscal_year_starts else day.year - 1
    return _months(year, fiscal_year_starts, 12, str(year))


def week_of(day: datetime.date) -> Period:
    """The ISO week of a day, Monday to Sunday."""
    year, week, _ = day.isocalendar()
    start = datetime.date.fromisocalendar(year, week, 1)
    return Period(start, start + 6 * DAY, f"{year}-W{week:02}")


def after(period: Period, fiscal_year_starts: int = 1) -> Period:
    """The quarter that follows the end of a period."""
    return quarter_of(period.end + DAY, fiscal_year_starts)


def _months(year: int, first: int, count: int, name: str) -> Period:
    ends_with_the_calendar = year + (first + count - 1) // 12 > datetime.MAXYEAR
    end = datetime.date.max if ends_with_the_calendar else _first_of(year, first + count) - DAY
    return Period(_first_of(year, first), end, name)


def _first_of(year: int, month: int) -> datetime.date:
    return datetime.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _week(year: int, week: int, name: str) -> Period | None:
    try:
        start = datetime.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return Period(start, start + 6 * DAY, name)
