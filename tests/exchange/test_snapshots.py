import datetime
from collections.abc import Sequence
from pathlib import Path

from exchange_building import mapping, table_text, workspace

from milestonectl.exchange.importing import import_tables
from milestonectl.exchange.systems import SYSTEMS
from milestonectl.exchange.tables import open_table, parse_table
from milestonectl.model.imported import Imported
from milestonectl.model.row import Row

HEADER = ["Deal - ID", "Deal - Status", "Deal - Stage", "Deal - Deal created", "Deal - Won time", "Deal - Value"]
EVENTS = {"Meeting": ("met",), "Offer": ("offered",), "Won": ("won",), "Lost": ("lost",)}


def snapshot(day: int, records: list[list[str]], before: Sequence[Row] = ()) -> Imported:
    """What a snapshot of a day in March says after what was known before."""
    table = parse_table(table_text(HEADER, records).encode(), "f.csv")._replace(taken=f"2026-03-{day:02}T23:59:59Z")
    return import_tables([table], mapping(columns={}, events=EVENTS), workspace(before), SYSTEMS["pipedrive"])


def told(found: Imported) -> list[tuple[str, str, str, str, str]]:
    return [(row.deal, row.date, row.event, row.milestone, row.amount) for row in found.rows]


FIRST = [["D", "Open", "Meeting", "2026-01-05", "", "1000"], ["E", "Open", "Meeting", "2026-01-06", "", "500"]]


def test_the_first_snapshot_tells_the_opening_and_the_state_of_its_day() -> None:
    assert told(snapshot(1, FIRST))[:3] == [
        ("D", "2026-01-05", "opened", "", ""),
        ("D", "2026-03-01", "changed", "", "1000"),
        ("D", "2026-03-01", "achieved", "met", ""),
    ]


def test_the_second_tells_only_what_is_new() -> None:
    before = snapshot(1, FIRST).rows
    second = snapshot(
        8, [["D", "Open", "Offer", "2026-01-05", "", "1000"], ["E", "Open", "Meeting", "2026-01-06", "", "700"]], before
    )
    assert told(second) == [("D", "2026-03-08", "achieved", "offered", ""), ("E", "2026-03-08", "changed", "", "700")]


def test_the_same_snapshot_again_tells_nothing() -> None:
    before = snapshot(1, FIRST).rows
    assert snapshot(1, FIRST, before).rows == ()
    second = [["D", "Open", "Offer", "2026-01-05", "", "900"]]
    after = (*before, *snapshot(8, second, before).rows)
    assert snapshot(8, second, after).rows == ()


def test_deals_that_are_gone_are_named_but_closed_ones_are_not() -> None:
    before = snapshot(1, [*FIRST, ["F", "Won", "Offer", "2026-01-05", "2026-02-01", "1"]]).rows
    gone = [fact for fact in snapshot(8, FIRST[:1], before).quality if fact.name == "gone"]
    assert [fact.examples for fact in gone] == [("E",)]


def test_a_closed_deal_that_is_open_in_the_next_snapshot_has_come_back() -> None:
    before = snapshot(1, [["D", "Won", "Offer", "2026-01-05", "2026-02-01", "1000"]]).rows
    found = snapshot(8, [["D", "Open", "Offer", "2026-01-05", "", "1000"]], before)
    assert ("D", "2026-03-08", "reopened", "", "") in told(found)


def test_the_name_of_a_file_says_when_it_was_taken(tmp_path: Path) -> None:
    path = tmp_path / "crm-export-2026-03-01.csv"
    path.write_text("a,b\n")
    assert open_table(path, ()).taken == "2026-03-01T23:59:59Z"
    assert open_table(path, (), datetime.date(2026, 4, 1)).taken == "2026-04-01T23:59:59Z"
    assert open_table(path.rename(tmp_path / "deals.csv"), ()).taken == ""


def test_a_snapshot_without_creation_dates_that_repeats_an_end_says_nothing() -> None:
    def taken(day: int, before: Sequence[Row]) -> Imported:
        table = parse_table(table_text(["id", "stage"], [["D", "Lost"]]).encode(), "f.csv")
        columns = {"deal": "id", "stage": "stage"}
        table = table._replace(taken=f"2026-03-{day:02}T23:59:59Z")
        return import_tables([table], mapping(columns=columns, events=EVENTS), workspace(before), SYSTEMS["csv"])

    first = taken(1, ()).rows
    assert [row.event for row in first] == ["opened", "lost"]
    assert taken(8, first).rows == ()
