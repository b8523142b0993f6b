import datetime

import pandas as pd
import pytest
from history_building import opened, process_of, row
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import DEFINITIONS, ledgers

from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import day_number
from milestonectl.history.scan import OLD, added, scan
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings, Team
from milestonectl.model.workspace import Definitions

DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 3, 1))
SERVICE = Definitions(Settings(), Team(), by_sale_type([process_of()]), ())
STORY = [
    opened("D1", "2026-01-01", amount="100"),
    row("D1", "2026-01-04", "achieved", "qualified"),
    row("D1", "2026-01-10", "achieved", "proof"),
    row("D1", "2026-01-12", "achieved", "proof"),
    row("D1", "2026-01-20", "achieved", "contract"),
    opened("D2", "2026-01-01", amount="100"),
    row("D2", "2026-01-06", "achieved", "qualified"),
    row("D2", "2026-01-31", "lost"),
    opened("D3", "2026-01-01", amount="40.50"),
    row("D3", "2026-01-11", "achieved", "qualified"),
    opened("D4", "2026-01-01"),
    row("D4", "2026-01-02", "achieved", "contract"),
]


def tables(rows: list[Row], day: datetime.date, by: str = "") -> pd.DataFrame:
    return scan(frame_of(rows, ("region",)), DEFINITIONS.processes, DEFINITIONS.settings, as_of(day), by)


@settings(max_examples=40, deadline=None)
@given(ledgers(), DAYS, st.sampled_from(["", "owner", "region"]), st.integers(0, 7))
def test_tables_of_disjoint_deals_add_up_to_the_same_bytes(
    rows: list[Row], day: datetime.date, by: str, split: int
) -> None:
    parts = [[r for r in rows if (split >> ["D1", "D2", "007"].index(r.deal)) & 1 == side] for side in (0, 1)]
    whole = tables(rows, day, by).to_csv()
    assert added(tables(part, day, by) for part in parts).to_csv() == whole
    assert added(tables(part, day, by) for part in reversed(parts)).to_csv() == whole


def counted(measure: str, life: str = "kept") -> list[tuple[int, int, int, int]]:
    found = scan(frame_of(STORY), SERVICE.processes, SERVICE.settings, as_of(datetime.date(2026, 2, 10)))
    chosen = found[(found["measure"] == measure) & (found["life"] == life)]
    return [tuple(key) for key in chosen[["state", "cause", "days", "count"]].itertuples(index=False)]


def test_spells_say_how_each_state_ended_and_when() -> None:
    assert counted("spell") == [
        (0, 1, 3, 1), (0, 1, 5, 1), (0, 1, 10, 1),
        (1, 0, 30, 1), (1, 1, 6, 1), (1, 2, 25, 1),
        (2, 1, 0, 1), (3, 1, 10, 1),
    ]  # fmt: skip


def test_a_deal_won_a_day_after_its_opening_is_booked_afterwards() -> None:
    assert counted("onward", "booked") == [(0, 1, 1, 1), (1, 1, 0, 1), (2, 1, 0, 1), (3, 1, 0, 1)]


def test_a_milestone_that_a_later_one_pulled_along_was_skipped() -> None:
    assert counted("skipped") == [(2, 0, 0, 1)]


def test_a_repeated_milestone_is_achieved_once_on_its_first_day() -> None:
    day = day_number(datetime.date(2026, 1, 10))
    assert [key for key in counted("achieved") if key[0] == 3] == [(3, 0, day, 1)]


def test_open_deals_wait_since_their_last_milestone() -> None:
    assert counted("open") == [(1, 0, 30, 1)]
    assert counted("open_minor") == [(1, 0, 30, 4050)]


def test_late_says_how_many_days_after_it_happened_each_first_achievement_was_recorded() -> None:
    rows = [
        opened("D1", "2026-01-01", recorded_at="2026-01-01T09:00:00Z"),
        row("D1", "2026-01-03", "achieved", "qualified", recorded_at="2026-01-08T09:00:00Z"),
        row("D1", "2026-01-09", "achieved", "qualified", recorded_at="2026-01-09T09:00:00Z"),
        row("D1", "2026-01-20", "achieved", "proof", recorded_at="2026-01-22T09:00:00.000001Z"),
        row("D1", "2026-01-20", "achieved", "proof", recorded_at="2026-01-21T09:00:00Z"),
        row("D1", "2026-02-05", "achieved", "contract", recorded_at="2026-02-04T23:00:00Z"),
        opened("D2", "2026-02-01"),
        row("D2", "2026-02-01", "achieved", "qualified", recorded_at="2026-02-09T00:00:00Z"),
    ]
    found = scan(frame_of(rows), SERVICE.processes, SERVICE.settings, as_of(datetime.date(2026, 3, 15)))
    late = found[found["measure"] == "late"]
    assert [tuple(key) for key in late[["group", "state", "cause", "days", "count"]].itertuples(index=False)] == [
        ("dana", 0, 0, 0, 1),  # D2 does not say when its opening was recorded
        ("dana", 1, 0, 5, 1), ("dana", 1, 1, 8, 1),
        ("dana", 3, 1, 1, 1),  # twice on one day: the earlier record
        ("dana", 4, 1, 0, 1),  # east of Greenwich, the day of a stamp may be the one before
    ]  # fmt: skip
    later = scan(frame_of(rows), SERVICE.processes, SERVICE.settings, as_of(datetime.date(2027, 6, 1)))
    assert set(later[later["measure"] == "late"]["cause"]) == {OLD}


@pytest.mark.parametrize("rows", [[], [row("D9", "2026-01-02", "achieved", "qualified")]])
def test_deals_that_were_never_opened_count_for_nothing(rows: list[Row]) -> None:
    assert scan(frame_of(rows), SERVICE.processes, SERVICE.settings, as_of(datetime.date(2026, 2, 10))).empty
