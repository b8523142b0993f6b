"""The choice of a method: counted in any parts, it is what a backtest from the same days would choose."""

import datetime
from collections.abc import Mapping

from history_building import opened, process_of, row
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import DEFINITIONS, ledgers

from milestonectl.history.backtest import ENGINE, Origin, cases, chosen, origins, scores
from milestonectl.history.choice import MOST_DEALS, Recorded, choice, choice_counts, recorded, recorded_counts
from milestonectl.history.frame import frame_of
from milestonectl.history.past import Past
from milestonectl.history.scan import added
from milestonectl.model.clock import as_of
from milestonectl.model.period import Period
from milestonectl.model.process import Process, by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

DAY, TODAY = datetime.date(2026, 3, 1), datetime.date(2026, 5, 15)
ORIGINS = (
    Origin(datetime.date(2026, 1, 10), Period(datetime.date(2026, 1, 1), datetime.date(2026, 1, 31), "January")),
    Origin(datetime.date(2026, 2, 1), Period(datetime.date(2026, 2, 1), datetime.date(2026, 2, 28), "February")),
)


def past(rows: list[Row]) -> Past:
    return Past(frame_of(rows, ("region",)), DEFINITIONS.processes, DEFINITIONS.settings, as_of(DAY))


@settings(max_examples=8, deadline=None)
@given(ledgers(), st.integers(0, 7))
def test_tables_of_disjoint_deals_add_up(rows: list[Row], split: int) -> None:
    parts = [[r for r in rows if (split >> ["D1", "D2", "007"].index(r.deal)) & 1 == side] for side in (0, 1)]
    whole = added([choice_counts(ORIGINS, 1.0, past(rows))])
    assert added(choice_counts(ORIGINS, 1.0, past(part)) for part in parts).to_csv() == whole.to_csv()
    half = added([choice_counts(ORIGINS, 0.5, past(rows))])
    assert added(choice_counts(ORIGINS, 0.5, past(part)) for part in parts).to_csv() == half.to_csv()
    prints = added([recorded_counts("2026-02-01T00:00:00Z", past(rows))])
    assert added(recorded_counts("2026-02-01T00:00:00Z", past(part)) for part in parts).equals(prints)


def erratic(number: int) -> list[Row]:
    """A deal of two years that is won after 20 to 90 days however long it has waited, or lost, or stays open."""
    start = datetime.date(2024, 6, 1) + datetime.timedelta(days=2 * number)
    days = [(start + datetime.timedelta(days=n)).isoformat() for n in (5, 20 + 7 * (number % 11))]
    rows = [opened(f"D{number:03}", start.isoformat()), row(f"D{number:03}", days[0], "achieved", "qualified")]
    if number % 5 == 3:
        return rows
    return [*rows, row(f"D{number:03}", days[1], *(("lost",) if number % 5 == 1 else ("achieved", "contract")))]


def long_past() -> Past:
    rows = [one for number in range(360) for one in erratic(number)]
    return Past(frame_of(rows), by_sale_type([process_of()]), Settings(), as_of(TODAY))


def test_it_is_what_the_backtest_says() -> None:
    history, every = long_past(), origins(datetime.date(2024, 6, 1), TODAY, 1, 6)

    def processes(_day: datetime.date) -> Mapping[str, Process]:
        return {"service": process_of()}

    table = added([choice_counts(every, 1.0, history)])
    told = scores(cases(every, lambda day: history.seen_by(as_of(day)), processes, history.journeys))
    assert len(every) == 6
    assert choice(table, every, processes) == chosen(told, len(every))


def test_without_a_past_it_is_the_engine() -> None:
    assert choice(added([choice_counts(ORIGINS, 1.0, past([]))]), ORIGINS, lambda _day: {}) == ENGINE


def test_what_decides_nothing_changes_no_fingerprint() -> None:
    rows = [opened("D1", "2026-01-01", amount="1", note="x"), row("D1", "2026-01-05", "achieved", "contract")]

    def printed(some: list[Row]) -> Recorded:
        return recorded(added([recorded_counts("2026-02-01T00:00:00Z", past(some))]))

    later = row("D1", "2026-02-05", "lost", recorded_at="2026-02-06T08:00:00Z")
    sealed = [one._replace(id=f"id{place}") for place, one in enumerate(rows)]
    assert printed(sealed) == printed([sealed[1], sealed[0]._replace(amount="2", note="y"), later])
    assert printed(sealed) != printed([sealed[0], sealed[1]._replace(date="2026-01-06")])
    assert printed([])[1:] == (None, 0)
    assert printed(sealed)[1:] == (datetime.date(2026, 1, 1), 1)


def test_of_very_many_deals_a_share_decides() -> None:
    assert (Recorded("", None, 0).share, Recorded("", None, 4 * MOST_DEALS).share) == (1.0, 0.25)
    every = origins(datetime.date(2024, 6, 1), TODAY, 1, 2)
    whole, quarter = (choice_counts(every, share, long_past()) for share in (1.0, 0.25))
    stood = [int(table["count"][table["measure"] == "stood"].sum()) for table in (whole, quarter)]
    assert 0.15 < stood[1] / stood[0] < 0.35
