"""What is recorded or dated after the day of a report changes nothing in it, to the byte."""

import datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loop_building import Desk

from milestonectl.files.record import append_rows
from milestonectl.files.workspace import read_definitions
from milestonectl.model.row import Row, seal

DAY = datetime.date(2026, 11, 21)
LATER = st.dates(datetime.date(2026, 11, 22), datetime.date(2027, 6, 1)).map(datetime.date.isoformat)
ANY_DAY = st.dates(datetime.date(2026, 9, 1), datetime.date(2027, 6, 1)).map(datetime.date.isoformat)
REPORTS = ("status --outcome all -o json", "show ACME-14 -o json", "next -o json", "status --outcome all -o csv")


@st.composite
def later_rows(draw: st.DrawFn) -> Row:
    """A row that was recorded after the day, or is dated after it."""
    event = draw(
        st.sampled_from(["opened", "changed", "planned", "achieved", "evidence", "waived", "lost", "reopened"])
    )
    recorded_later = event == "planned" or draw(st.booleans())
    row = Row(
        date=draw(ANY_DAY) if recorded_later else draw(LATER), event=event, by="omar", reason="because",
        deal=draw(st.sampled_from(["ACME-14", "BOLT-3", "DOG-1", "NEW-1"])),
        milestone=draw(st.sampled_from(["qualified", "proof", "contract", "renewed"])),
        account="Other", owner="omar", amount="1", currency="USD", close_date=draw(ANY_DAY), kind="email", ref="9", contact="X",
    )  # fmt: skip
    day = draw(LATER) if recorded_later else draw(st.sampled_from(["2026-10-01", "2026-11-21", "2026-11-22"]))
    return seal(row, f"{day}T00:00:00.000000Z")


def reports(desk: Desk) -> list[str]:
    return [desk.done(f"{report} --as-of {DAY}") for report in REPORTS]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(later_rows(), min_size=1, max_size=6))
def test_what_comes_later_changes_nothing(busy: Desk, rows: list[Row]) -> None:
    later = busy.root / "ledger" / "later"
    before = reports(busy)
    append_rows(busy.root, rows, read_definitions(busy.root).settings, "later/omar")
    assert reports(busy) == before
    remove(later)


def remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
