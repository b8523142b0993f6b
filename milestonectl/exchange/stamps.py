"""Time stamps and dates as other systems write them -> the local day, and the moment in UTC."""

import datetime
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from milestonectl.model.mapping import DateOrder


class Stamp(NamedTuple):
    """The day on the calendar of whoever wrote it, and the moment as `recorded_at` writes it."""

    day: str
    moment: str


Reader = Callable[[str], Stamp | None]

_SLASHED = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:,?[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?)?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOSE_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_NUMBER = re.compile(r"\d{5,16}(\.\d+)?")
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


def stamp_reader(zone: datetime.tzinfo, order: DateOrder | None) -> Reader:
    """Reads one stamp. An offset is honoured; without one, the stamp is the zone's local time."""
    is_universal = zone is datetime.UTC
    days, times = _Days(), _Times(is_universal)

    def read(text: str) -> Stamp | None:
        # Millions of stamps have few days and few times of day.
        day, time = days[text[:10]], times[text[10:]]
        if day and time:
            return Stamp(day, day + time)
        moment = _moment(text, order)
        if moment is None:
            return None
        offset = moment.tzinfo
        if offset is datetime.UTC or (offset is None and is_universal):
            universal = f"{moment.isoformat(timespec='microseconds')[:26]}Z"
            return Stamp(universal[:10], universal)
        universal = _universal(moment, zone)
        return Stamp(moment.date().isoformat(), universal) if universal else None

    return read


class _Days(dict[str, str]):
    """Texts that are a day as `recorded_at` writes it; empty for all others."""

    def __missing__(self, text: str) -> str:
        self[text] = text if _DAY.fullmatch(text) and _moment(text, None) else ""
        return self[text]


class _Times(dict[str, str]):
    """What stands behind the day, as `recorded_at` writes it; empty for what is no universal time."""

    def __init__(self, is_universal: bool) -> None:
        super().__init__()
        self.is_universal = is_universal

    def __missing__(self, text: str) -> str:
        moment = _moment(f"2000-01-01{text}", None)
        universal = moment and (moment.tzinfo is datetime.UTC or (moment.tzinfo is None and self.is_universal))
        self[text] = f"{moment.isoformat(timespec='microseconds')[10:26]}Z" if moment and universal else ""
        return self[text]


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
