"""What time it is, and days as people write them on the command line."""

import datetime
import os
import re

from milestonectl.model.errors import UsageError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def now() -> datetime.datetime:
    """This moment. `MILESTONECTL_NOW` replaces the clock, for tests and for replaying a session."""
    replaced = os.environ.get("MILESTONECTL_NOW", "")
    try:
        return (
            datetime.datetime.fromisoformat(replaced) if replaced else datetime.datetime.now(datetime.UTC).astimezone()
        )
    except ValueError:
        raise UsageError(f'MILESTONECTL_NOW: "{replaced}" is no moment') from None


def parse_day(text: str, flag: str) -> datetime.date:
    """A day as `2026-11-21`, `today` or `yesterday`; the flag is named when it is none."""
    today = now().date()
    relative = {"today": today, "yesterday": today - datetime.timedelta(days=1)}
    if text in relative:
        return relative[text]
    try:
        if _DAY.fullmatch(text) and "1900" <= text[:4] < "2200":
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(f'{flag} "{text}": no such day; write it as 2026-11-21, today or yesterday')


def past_day(text: str, flag: str = "--date") -> datetime.date:
    """A day up to today."""
    day, today = parse_day(text, flag), now().date()
    if day > today:
        raise UsageError(f'{flag} "{text}": {day} is in the future; to promise a milestone for it: milestonectl plan')
    return day
