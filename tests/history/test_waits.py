import datetime

from history_building import opened, process_of, row
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import DEFINITIONS, ledgers

from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import LOST, NEVER, Journeys, journeys
from milestonectl.history.waits import recent, waits
from milestonectl.model.clock import as_of
from milestonectl.model.process import by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

DAY = datetime.date(2026, 2, 10)
STORY = [
    opened("D1", "2026-01-01"),
    row("D1", "2026-01-04", "achieved", "qualified"),
    row("D1", "2026-01-10", "achieved", "qualified"),
    row("D1", "2026-01-20", "achieved", "discovery"),
    row("D1", "2026-01-22", "lost"),
    opened("D2", "2026-02-01"),
    row("D2", "2026-02-05", "achieved", "qualified"),
    row("D2", "2026-02-08", "achieved", "qualified"),
]


def journeys_of(rows: list[Row]) -> Journeys:
    return journeys(frame_of(rows), by_sale_type([process_of()]), Settings(), as_of(DAY))


def test_a_repeated_milestone_begins_the_wait_anew() -> None:
    found = waits(journeys_of(STORY))
    assert list(zip(found.deal, found.state, found.last, found.cause, strict=True)) == [
        (0, 0, 3, 1),
        (0, 1, 5, 0),
        (0, 1, 10, 1),
        (0, 2, 2, 2),
        (1, 0, 4, 1),
        (1, 1, 2, 0),
        (1, 1, 2, 0),
    ]


def test_recent_waits_come_under_watch_in_the_middle() -> None:
    found = journeys_of(STORY)
    kept, came = recent(waits(found), found.today, 28)
    assert list(zip(kept.state, came, kept.last, strict=True)) == [
        (1, 4, 10),
        (2, 0, 2),
        (0, 0, 4),
        (1, 0, 2),
        (1, 0, 2),
    ]


@settings(max_examples=60, deadline=None)
@given(ledgers(), st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 3, 1)))
def test_every_state_ends_once_and_no_wait_is_negative(rows: list[Row], day: datetime.date) -> None:
    found = journeys(frame_of(rows, ("region",)), DEFINITIONS.processes, DEFINITIONS.settings, as_of(day))
    every = waits(found)
    assert (every.last >= 0).all()
    reached = (found.entered[:, 1:] < NEVER).sum()
    lost = ((found.outcome == LOST) & (found.states > 0)).sum()
    assert (every.cause == 1).sum() == reached
    assert (every.cause == 2).sum() == lost
