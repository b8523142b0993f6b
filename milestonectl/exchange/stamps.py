"""Time stamps and dates as other systems write them -> the local day, and the moment in UTC."""

import datetime
import re
from collections.abc import Iterable, Sequence
from operator import add, itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from milestonectl.exchange.once import Once
from milestonectl.model.mapping import DateOrder


class Stamp(NamedTuple):
    """The day on the calendar of whoever wrote it, and the moment as `recorded_at` writes it."""

    day: str
    moment: str


_SLASHED = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:,?[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?)?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOSE_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_NUMBER = re.compile(r"\d{5,16}(\.\d+)?")
_AT_A_TIME = 1000
"""Stamps that are read together: few enough to stay at hand for the processor."""
_DAY_OF, _TIME_OF = itemgetter(slice(10)), itemgetter(slice(10, None))
_SPREADSHEET_DAY_ZERO = datetime.datetime(1899, 12, 30)
_EPOCH = datetime.datetime(1970, 1, 1)


def date_order(texts: Iterable[str]) -> DateOrder | None:
    """What `03/04` means, if some date of the file tells: a part above 12 can only be a day."""
    for text in texts:
        parts = _SLASHED.match(text) if text[2:3] in "/.-" or text[1:2] in "/.-" else None
        if parts and int(parts[1]) > 12:
            return "day-first"
        if parts and int(parts[2]) > 12:
            return "month-first"
    return None


def is_ambiguous(text: str) -> bool:
    """Whether the order of day and month cannot be told from the text itself; `03/03` is the same either way."""
    parts = _SLASHED.fullmatch(text)
    return parts is not None and int(parts[1]) <= 12 and int(parts[2]) <= 12 and int(parts[1]) != int(parts[2])


def zone_of(name: str) -> datetime.tzinfo | None:
    """The time zone of a name such as `Europe/Amsterdam`."""
    try:
        return datetime.UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


class Reader:
    """Reads stamps. An offset is honoured; without one, the stamp is the zone's local time."""

    def __init__(self, zone: datetime.tzinfo, order: DateOrder | None) -> None:
        self._zone, self._order, self._is_universal = zone, order, zone is datetime.UTC
        # Millions of stamps have few days and few times of day.
        self._days, self._times = Once(_day), Once(self._time)

    def __call__(self, text: str) -> Stamp | None:
        """One stamp; nothing for what is none."""
        day, time = self._days[text[:10]], self._times[text[10:]]
        return Stamp(day, day + time) if day and time else self._other(text)

    def columns(self, texts: Sequence[str]) -> tuple[list[str], list[str]]:
        """The days and the moments of many stamps, as cells; both are empty for what is none."""
        days: list[str] = []
        moments: list[str] = []
        for start in range(0, len(texts), _AT_A_TIME):
            for listed, more in zip((days, moments), self._columns(texts[start : start + _AT_A_TIME]), strict=True):
                listed.extend(more)
        return days, moments

    def _columns(self, texts: Sequence[str]) -> tuple[list[str], list[str]]:
        days = list(map(self._days.__getitem__, map(_DAY_OF, texts)))
        times = list(map(self._times.__getitem__, map(_TIME_OF, texts)))
        moments = list(map(add, days, times))
        if not (all(days) and all(times)):
            for place, text in enumerate(texts):
                if not (days[place] and times[place]):
                    days[place], moments[place] = self(text.strip()) or ("", "")
        return days, moments

    def _time(self, text: str) -> str:
        """What stands behind the day, as `recorded_at` writes it; empty for what is no universal time."""
        moment = _moment(f"2000-01-01{text}", None)
        if moment and (moment.tzinfo is datetime.UTC or (moment.tzinfo is None and self._is_universal)):
            return f"{moment.isoformat(timespec='microseconds')[10:26]}Z"
        return ""

    def _other(self, text: str) -> Stamp | None:
        moment = _moment(text, self._order)
        if moment is None:
            return None
        offset = moment.tzinfo
        if offset is datetime.UTC or (offset is None and self._is_universal):
            universal = f"{moment.isoformat(timespec='microseconds')[:26]}Z"
            return Stamp(universal[:10], universal)
        universal = _universal(moment, self._zone)
        return Stamp(moment.date().isoformat(), universal) if universal else None


def _day(text: str) -> str:
    """A text that is a day as `recorded_at` writes it; empty for all others."""
    return text if _DAY.fullmatch(text) and _moment(text, None) else ""


def _universal(moment: datetime.datetime, zone: datetime.tzinfo) -> str:
    try:
        universal = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(datetime.UTC)
    except OverflowError:
        return ""
    return universal.isoformat(timespec="microseconds")[:26] + "Z"


def _moment(text: str, order: DateOrder | None) -> datetime.datetime | None:
    try:
        if text[4:5] == "-" and text[7:8] == "-":
            return datetime.datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return _slashed(text, order) or _loose_iso(text) or _counted(text)
    except (ValueError, OverflowError):
        return None


def _slashed(text: str, order: DateOrder | None) -> datetime.datetime | None:
    parts = _SLASHED.fullmatch(text)
    if parts is None or (order is None and is_ambiguous(text)):
        return None
    first, second = int(parts[1]), int(parts[2])
    month_first = order == "month-first" or (order is None and second > 12)
    month, day = (first, second) if month_first else (second, first)
    year = int(parts[3]) + (0 if len(parts[3]) == 4 else 2000 if int(parts[3]) < 70 else 1900)
    return datetime.datetime(year, month, day, _hour(parts[4], parts[7]), int(parts[5] or 0), int(parts[6] or 0))


def _hour(text: str | None, half: str | None) -> int:
    hour = int(text or 0)
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(text)
    return hour % 12 + (12 if half in "Pp" else 0)


def _loose_iso(text: str) -> datetime.datetime | None:
    """`2021-01-07 6:49:18`, `2021/1/7`."""
    parts = _LOOSE_ISO.fullmatch(text)
    if parts is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
    return datetime.datetime(year, month, day, hour, minute, second)


def _counted(text: str) -> datetime.datetime | None:
    """Days since 1900 as spreadsheets count them, or seconds, milliseconds or microseconds since 1970."""
    if not _NUMBER.fullmatch(text):
        return None
    whole = len(text.partition(".")[0])
    if whole == 5:
        return _SPREADSHEET_DAY_ZERO + datetime.timedelta(seconds=round(float(text) * 86400))
    scale = {9: 1, 10: 1, 12: 1e3, 13: 1e3, 15: 1e6, 16: 1e6}.get(whole)
    return _EPOCH + datetime.timedelta(seconds=float(text) / scale) if scale else None
