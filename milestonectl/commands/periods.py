"""The period that a report is about."""

from milestonectl.commands.gather import Gathered
from milestonectl.model.errors import UsageError
from milestonectl.model.period import Period, parse_period, year_of


def asked_period(gathered: Gathered, text: str | None) -> Period:
    """The period of `--period`; without one the fiscal year of the day."""
    starts = gathered.workspace.settings.fiscal_year_starts
    if not text:
        return year_of(gathered.day, starts)
    period = parse_period(text, starts)
    if period is None:
        raise UsageError(f'"{text}" is no period; write it as 2026, 2026-Q4, 2026-11 or 2026-W48')
    return period
