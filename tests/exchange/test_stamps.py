import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestonectl.exchange.stamps import Reader, Stamp, date_order, is_ambiguous, zone_of
from milestonectl.model.mapping import DateOrder

UTC = datetime.UTC


@pytest.mark.parametrize(
    ("text", "day", "moment"),
    [
        ("2011-10-01T00:38:44.546+02:00", "2011-10-01", "2011-09-30T22:38:44.546000Z"),
        ("2024-01-22T16:14:25.000+0000", "2024-01-22", "2024-01-22T16:14:25.000000Z"),
        ("2024-01-22T16:14:25Z", "2024-01-22", "2024-01-22T16:14:25.000000Z"),
        ("2023-02-07 20:47:49", "2023-02-07", "2023-02-07T20:47:49.000000Z"),
        ("2021-01-07 6:49:18", "2021-01-07", "2021-01-07T06:49:18.000000Z"),
        ("2023-03-01", "2023-03-01", "2023-03-01T00:00:00.000000Z"),
        ("02/23/26 08:55 PM", "2026-02-23", "2026-02-23T20:55:00.000000Z"),
        ("23.02.2026 12:05", "2026-02-23", "2026-02-23T12:05:00.000000Z"),
        ("23/02/1999 12:05:06", "1999-02-23", "1999-02-23T12:05:06.000000Z"),
        ("12/31/99", "1999-12-31", "1999-12-31T00:00:00.000000Z"),
        ("02/23/26 12:00 AM", "2026-02-23", "2026-02-23T00:00:00.000000Z"),
        ("1577836800000", "2020-01-01", "2020-01-01T00:00:00.000000Z"),
        ("1577836800", "2020-01-01", "2020-01-01T00:00:00.000000Z"),
        ("45631", "2024-12-05", "2024-12-05T00:00:00.000000Z"),
        ("45631.5", "2024-12-05", "2024-12-05T12:00:00.000000Z"),
    ],
)
def test_a_stamp_has_the_day_as_written_and_the_moment_in_utc(text: str, day: str, moment: str) -> None:
    assert Reader(UTC, None)(text) == Stamp(day, moment)


def test_a_stamp_without_offset_is_local_time_of_the_zone() -> None:
    read = Reader(ZoneInfo("Europe/Amsterdam"), None)
    assert read("2024-07-01 00:30:00") == Stamp("2024-07-01", "2024-06-30T22:30:00.000000Z")
    assert read("2024-07-01T00:30:00Z") == Stamp("2024-07-01", "2024-07-01T00:30:00.000000Z")


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "2026-13-01", "32.01.2026", "02/23/26 13:00 PM", "1", "1e9"]
)
def test_what_is_no_stamp_is_none(text: str) -> None:
    assert Reader(UTC, None)(text) is None


def test_an_ambiguous_day_is_read_only_when_the_order_is_said() -> None:
    assert Reader(UTC, None)("03/04/2026") is None
    assert Reader(UTC, "day-first")("03/04/2026") == Stamp("2026-04-03", "2026-04-03T00:00:00.000000Z")
    assert Reader(UTC, "month-first")("03/04/2026") == Stamp("2026-03-04", "2026-03-04T00:00:00.000000Z")


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2026", "13/04/2026"], "day-first"),
        (["03/04/2026", "04/13/2026 10:00"], "month-first"),
        (["03/04/2026", "3.4.26", "2026-04-13"], None),
        ([], None),
    ],
)
def test_one_date_of_a_file_tells_the_order_of_all(texts: list[str], order: DateOrder | None) -> None:
    assert date_order(texts) == order


def test_the_same_day_either_way_is_not_ambiguous() -> None:
    assert not is_ambiguous("03/03/2026")
    assert is_ambiguous("03/04/2026")
    assert not is_ambiguous("2026-03-04")


def test_an_unknown_zone_is_none() -> None:
    assert zone_of("Europe/Nowhere") is None
    assert zone_of("../etc/passwd") is None


@settings(deadline=None)
@given(st.datetimes(timezones=st.just(UTC), min_value=datetime.datetime(1990, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_every_offset_gives_the_same_moment(moment: datetime.datetime, minutes: int) -> None:
    written = moment.astimezone(datetime.timezone(datetime.timedelta(minutes=minutes)))
    stamp = Reader(UTC, None)(written.isoformat())
    assert stamp == Stamp(written.date().isoformat(), moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


@given(
    st.lists(
        st.sampled_from(
            ["2026-01-05", " 2026-01-05T10:00:00Z ", "2026-01-05T23:30:00-02:00", "05.01.2026", "soon", "", "46027.5"]
        )
    )
)
def test_many_stamps_are_read_like_each_of_them(texts: list[str]) -> None:
    read = Reader(ZoneInfo("Europe/Amsterdam"), "day-first")
    assert list(zip(*read.columns(texts), strict=True)) == [read(text.strip()) or ("", "") for text in texts]
