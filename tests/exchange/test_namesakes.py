"""Deals of one name in files that hold no ids."""

from collections.abc import Sequence
from typing import Any

import pytest
from exchange_building import mapping, table_text, told, workspace

from milestonectl.exchange.importing import import_tables
from milestonectl.exchange.shape import known_headers
from milestonectl.exchange.systems import SYSTEMS
from milestonectl.exchange.tables import parse_table
from milestonectl.model.imported import Imported
from milestonectl.model.row import Row

OPPORTUNITIES = ["Opportunity Name", "Account Name", "Opportunity Owner", "Stage", "Created Date", "Last Modified Date"]
HISTORY = ["Opportunity Name", "Account Name", "From Stage", "To Stage", "Last Modified"]
FIELDS = ["Opportunity Name", "Created Date", "Field / Event", "Old Value", "New Value", "Edit Date"]


def imported(*texts: str, system: str = "salesforce", before: Sequence[Row] = (), **changes: Any) -> Imported:
    shapes = SYSTEMS[system]
    tables = [parse_table(text.encode(), f"f{n}.csv", known_headers(shapes)) for n, text in enumerate(texts, 1)]
    return import_tables(tables, mapping(columns={}, **changes), workspace(before), shapes)


def opportunity(account: str, owner: str = "dana", created: str = "2026-01-05", name: str = "Renewal") -> list[str]:
    return [name, account, owner, "Meeting", created, "2026-02-01"]


def opportunities(*records: list[str], before: Sequence[Row] = ()) -> Imported:
    return imported(table_text(OPPORTUNITIES, records), before=before)


def deals(found: Imported) -> list[str]:
    return list(dict.fromkeys(row.deal for row in found.rows))


def test_a_name_that_one_deal_has_is_its_id() -> None:
    found = opportunities(opportunity("Acme"))
    assert deals(found) == ["Renewal"]
    assert "shared-name" not in {fact.name for fact in found.quality}


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([opportunity("Acme"), opportunity("Bolt")], ["Renewal (Acme)", "Renewal (Bolt)"]),
        (
            [opportunity("Acme", created="2026-01-05"), opportunity("Acme", created="1/13/2026")],
            ["Renewal (2026-01-05)", "Renewal (2026-01-13)"],
        ),
        ([opportunity("Acme", "dana"), opportunity("Acme", "kim")], ["Renewal (dana)", "Renewal (kim)"]),
        (
            [opportunity("Acme", "dana"), opportunity("Acme", "kim"), opportunity("", "kim")],
            ["Renewal (Acme, dana)", "Renewal (Acme, kim)", "Renewal (no account)"],
        ),
    ],
)
def test_a_shared_name_is_split_by_account_then_day_then_owner(records: list[list[str]], expected: list[str]) -> None:
    found = opportunities(*records)
    assert found.problems == ()
    assert deals(found) == expected
    facts = {fact.name: fact for fact in found.quality}
    assert (facts["shared-name"].count, facts["shared-name"].examples) == (len(expected), tuple(expected))
    assert [row.event for row in found.rows].count("opened") == len(expected)


def test_deals_that_nothing_tells_apart_are_refused_by_name_and_the_others_are_read() -> None:
    found = opportunities(opportunity("Acme"), opportunity("Acme"), opportunity("Bolt", name="Upgrade"))
    (problem,) = found.problems
    assert (problem.name, problem.place.file, problem.place.line) == ("shared-name", "f1.csv", 2)
    assert '"Renewal"' in problem.message
    assert "Upgrade" not in problem.message
    assert deals(found) == ["Upgrade"]


def test_a_report_without_any_column_that_tells_is_refused() -> None:
    header = ["Opportunity Name", "From Stage", "To Stage", "Last Modified"]
    records = [
        ["R", "", "Meeting", "2026-01-05"],
        ["R", "", "Meeting", "2026-01-09"],
        ["R", "Meeting", "Offer", "2026-02-01"],
    ]
    assert [p.name for p in imported(table_text(header, records)).problems] == ["shared-name"]
    assert imported(table_text(header, records[1:])).problems == ()


def test_histories_are_split_by_the_account_of_each_change() -> None:
    records = [
        ["R", "Acme", "", "Meeting", "2026-01-05"],
        ["R", "Bolt", "", "Meeting", "2026-01-09"],
        ["R", "Acme", "Meeting", "Offer", "2026-02-01"],
    ]
    assert [row for row in told(imported(table_text(HISTORY, records))) if row[2] == "achieved"] == [
        ("R (Acme)", "2026-01-05", "achieved", "met"),
        ("R (Acme)", "2026-02-01", "achieved", "offered"),
        ("R (Bolt)", "2026-01-09", "achieved", "met"),
    ]


def test_field_histories_are_split_by_the_day_of_creation() -> None:
    records = [
        ["R", "2026-01-05", "Created.", "", "", "2026-01-05"],
        ["R", "2026-01-09", "Created.", "", "", "2026-01-09"],
        ["R", "2026-01-09", "Stage", "Meeting", "Offer", "2026-02-01"],
    ]
    found = imported(table_text(FIELDS, records))
    assert deals(found) == ["R (2026-01-05)", "R (2026-01-09)"]
    assert [row.deal for row in found.rows if row.milestone == "offered"] == ["R (2026-01-09)"]


def test_two_reports_of_the_same_deals_name_them_alike() -> None:
    records = [["Renewal", "Acme", "", "Meeting", "2026-01-05"], ["Renewal", "Bolt", "", "Meeting", "2026-01-05"]]
    both = imported(table_text(OPPORTUNITIES, [opportunity("Acme"), opportunity("Bolt")]), table_text(HISTORY, records))
    assert deals(both) == ["Renewal (Acme)", "Renewal (Bolt)"]
    without = table_text([HISTORY[0], *HISTORY[2:]], [[record[0], *record[2:]] for record in records])
    apart = imported(table_text(OPPORTUNITIES, [opportunity("Acme"), opportunity("Bolt")]), without)
    assert [p.name for p in apart.problems] == ["shared-name"]


def test_a_deal_keeps_the_id_that_the_ledger_has_for_it() -> None:
    first = opportunities(opportunity("Acme")).rows
    second = opportunities(opportunity("Bolt", created="2026-03-01"), opportunity("Acme"), before=first)
    assert deals(second) == ["Renewal (Bolt)"]
    both = (*first, *second.rows)
    assert opportunities(opportunity("Acme"), opportunity("Bolt", created="2026-03-01"), before=both).rows == ()
    assert opportunities(opportunity("Bolt", created="2026-03-01"), before=both).rows == ()


def test_deals_of_other_systems_are_split_by_title_only_where_the_id_is_missing() -> None:
    header = ["Deal - Title", "Deal - Organization", "Deal - Stage", "Deal - Status", "Deal - Deal created"]
    records = [["R", "Acme", "Meeting", "Open", "2026-01-05"], ["R", "Bolt", "Meeting", "Open", "2026-01-05"]]
    assert deals(imported(table_text(header, records), system="pipedrive")) == ["R (Acme)", "R (Bolt)"]
    with_ids = [["7", *records[0]], ["8", *records[1]]]
    assert deals(imported(table_text(["Deal - ID", *header], with_ids), system="pipedrive")) == ["7", "8"]


def test_records_that_are_left_out_share_no_name() -> None:
    header = ["Topic", "Sales Stage", "Status", "Status Reason", "Created On"]
    records = [["R", "Meeting", "Open", "", "2026-01-05"], ["R", "Meeting", "Lost", "Duplicate", "2026-01-05"]]
    found = imported(table_text(header, records), system="dynamics", drop={"Status Reason": ("Duplicate",)})
    assert (deals(found), found.problems) == (["R"], ())
