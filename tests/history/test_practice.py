import datetime

from history_building import row
from hypothesis import given, settings
from hypothesis import strategies as st

from milestonectl.history.frame import frame_of
from milestonectl.history.past import Past
from milestonectl.history.practice import Note, latest_notes, notes_of
from milestonectl.history.scan import added
from milestonectl.model.clock import as_of
from milestonectl.model.process import Processes
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

LATER = as_of(datetime.date(2026, 2, 1))
DANA, EVERYBODY = frozenset({"dana"}), frozenset({"dana", "kim"})


def past(rows: list[Row]) -> Past:
    return Past(frame_of(rows), Processes({}), Settings(), LATER)


def note(deal: str, day: int, by: str, text: str, milestone: str = "proof") -> Row:
    return row(deal, f"2026-01-{day:02}", "achieved", milestone, by=by, note=text)


NOTES = st.lists(
    st.builds(
        note,
        st.sampled_from("ABCDEFG"),
        st.integers(1, 5),
        st.sampled_from(["dana", "kim"]),
        st.sampled_from("abcdefghi"),
    ),
    max_size=25,
)


def test_the_latest_notes_of_some_on_one_milestone_each_text_once() -> None:
    rows = [
        note("A", 1, "dana", "asked\\nwho signs"),
        note("B", 2, "kim", "brought a draft"),
        note("C", 3, "dana", "asked\\nwho signs"),
        note("D", 4, "dana", "other milestone", "qualified"),
        note("E", 5, "dana", ""),
    ]
    assert notes_of(latest_notes("proof", DANA, past(rows))) == [Note("dana", "C", "asked who signs")]
    both = [Note("dana", "C", "asked who signs"), Note("kim", "B", "brought a draft")]
    assert notes_of(latest_notes("proof", EVERYBODY, past(rows))) == both


def test_what_was_voided_or_recorded_later_is_no_note() -> None:
    rows = [
        note("A", 1, "dana", "stands"),
        note("B", 2, "dana", "voided")._replace(id="b1"),
        row("B", "2026-01-03", "voided", ref="b1", reason="wrong deal", by="dana"),
        row("C", "2026-01-04", "achieved", "proof", by="dana", note="later", recorded_at="2026-02-02T08:00:00Z"),
    ]
    assert notes_of(latest_notes("proof", DANA, past(rows))) == [Note("dana", "A", "stands")]


@settings(deadline=None)
@given(NOTES, st.sets(st.sampled_from("ABCDEFG")))
def test_those_of_disjoint_deals_make_those_of_all(rows: list[Row], some: set[str]) -> None:
    parts = [[each for each in rows if (each.deal in some) is side] for side in (True, False)]
    tables = added(latest_notes("proof", EVERYBODY, past(part)) for part in parts)
    assert notes_of(tables) == notes_of(latest_notes("proof", EVERYBODY, past(rows)))
