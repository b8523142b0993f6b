"""Deals that were imported and are then deleted, merged or restored in the source."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from exchange_building import mapping, table_text, told, workspace

from milestonectl.deals.fold import fold_all
from milestonectl.exchange.importing import import_tables
from milestonectl.exchange.shape import known_headers
from milestonectl.exchange.systems import SYSTEMS
from milestonectl.exchange.tables import parse_table
from milestonectl.model.clock import as_of
from milestonectl.model.imported import Imported
from milestonectl.model.row import Row, seal

OPPORTUNITIES = ["Id", "Name", "StageName", "CreatedDate", "LastModifiedDate", "IsDeleted"]
DEALS = ["Record ID", "Deal Stage", "Create Date", 'Date entered "Meeting (Sales)"', 'Date entered "Won (Sales)"']
MERGED = ["Record ID", "Deal Stage", "Create Date", 'Date entered "Offer (Sales)"', "Merged Deal IDs"]


def imported(system: str, text: str, before: Iterable[Row] = (), taken: str = "") -> Imported:
    shapes = SYSTEMS[system]
    table = parse_table(text.encode(), "f.csv", known_headers(shapes))._replace(taken=taken)
    return import_tables([table], mapping(columns={}), workspace(before), shapes)


def opportunity(deleted: str, modified: str = "2026-02-01 10:00:00", deal: str = "D") -> str:
    return table_text(OPPORTUNITIES, [[deal, "N", "Meeting", "2026-01-05 09:00:00", modified, deleted]])


def outcomes(rows: Iterable[Row]) -> dict[str, str]:
    known = workspace(rows)
    deals = fold_all(known.rows, known.processes, known.settings, as_of(datetime.date(2026, 12, 31)))
    return {deal.id: deal.outcome for deal in deals.values()}


def facts(found: Imported) -> dict[str, tuple[str, ...]]:
    return {fact.name: fact.examples for fact in found.quality}


def test_what_was_imported_of_a_deal_is_voided_when_the_source_deletes_it() -> None:
    first = imported("salesforce", opportunity("0")).rows
    gone = imported("salesforce", opportunity("1", "2026-03-01 10:00:00"), first)
    assert gone.problems == ()
    assert [(row.event, row.ref, row.date) for row in gone.rows] == [("voided", row.id, "2026-03-01") for row in first]
    assert {(row.reason, row.source) for row in gone.rows} == {("deleted in the source", "import:m")}
    assert facts(gone)["deleted-since"] == ("D",)
    assert outcomes([*first, *gone.rows]) == {}


def test_a_deletion_is_written_once_and_says_nothing_of_deals_that_were_never_imported() -> None:
    first = imported("salesforce", opportunity("0")).rows
    gone = opportunity("1", "2026-03-01 10:00:00")
    rows = (*first, *imported("salesforce", gone, first).rows)
    assert imported("salesforce", gone, rows).rows == ()
    assert imported("salesforce", opportunity("0"), rows).rows == ()
    assert imported("salesforce", gone).rows == ()


def test_a_deal_that_people_have_worked_on_is_lost_instead() -> None:
    first = imported("salesforce", opportunity("0")).rows
    own = seal(
        Row(date="2026-03-04", deal="D", event="achieved", milestone="offered", by="dana"), "2026-03-04T09:00:00Z"
    )
    gone = imported("salesforce", opportunity("1", "2026-03-01 10:00:00"), [*first, own])
    assert [(row.event, row.date, row.reason) for row in gone.rows] == [("lost", "2026-03-04", "deleted in the source")]
    rows = [*first, own, *gone.rows]
    assert outcomes(rows) == {"D": "lost"}
    assert imported("salesforce", opportunity("1", "2026-03-01 10:00:00"), rows).rows == ()


def test_a_deal_that_is_restored_counts_again_once() -> None:
    rows = list(imported("salesforce", opportunity("0")).rows)
    rows += imported("salesforce", opportunity("1", "2026-03-01 10:00:00"), rows).rows
    back = imported("salesforce", opportunity("0", "2026-03-08 10:00:00"), rows)
    rows += back.rows
    assert {row.reason for row in back.rows if row.event == "voided"} == {"in the source again"}
    assert outcomes(rows) == {"D": "open"}
    assert imported("salesforce", opportunity("0", "2026-03-08 10:00:00"), rows).rows == ()
    assert imported("salesforce", opportunity("1", "2026-03-01 10:00:00"), rows).rows == ()


def test_a_deleted_change_of_a_deal_that_is_still_there_deletes_nothing() -> None:
    header = ["Id", "OpportunityId", "CreatedById", "CreatedDate", "StageName", "IsDeleted"]
    records = [["1", "D", "U", "2026-01-05", "Meeting", "0"], ["2", "D", "U", "2026-02-05", "Offer", "0"]]
    first = imported("salesforce", table_text(header, records)).rows
    records[1][-1] = "1"
    assert imported("salesforce", table_text(header, records), first).rows == ()


def merged(ids: str = "1;2", **more: Any) -> Imported:
    return imported("hubspot", table_text(MERGED, [["3", "Offer", "2026-01-05", "2026-03-01", ids]]), **more)


def two_deals() -> Sequence[Row]:
    records = [["1", "Meeting", "2026-01-05", "2026-01-06", ""], ["2", "Won", "2026-01-05", "2026-01-06", "2026-02-01"]]
    return imported("hubspot", table_text(DEALS, records)).rows


def test_merged_deals_are_lost_into_the_one_that_remains() -> None:
    before = two_deals()
    found = merged(before=before)
    assert [(row.deal, row.date, row.event, row.reason) for row in found.rows if row.deal != "3"] == [
        ("1", "2026-03-01", "lost", "merged into 3"),
        ("2", "2026-03-01", "reopened", "merged into 3"),
        ("2", "2026-03-01", "lost", "merged into 3"),
    ]
    assert facts(found)["merged"] == ("1 into 3", "2 into 3")
    rows = [*before, *found.rows]
    assert outcomes(rows) == {"1": "lost", "2": "lost", "3": "open"}
    assert merged(before=rows).rows == ()


@pytest.mark.parametrize("ids", ["", "9", "3", "8, 9"])
def test_ids_that_were_never_imported_are_no_news(ids: str) -> None:
    found = merged(ids, before=two_deals())
    assert {row.deal for row in found.rows} == {"3"}
    assert "merged" not in facts(found)


def test_a_snapshot_dates_the_merger_and_does_not_call_the_deal_gone_as_well() -> None:
    found = merged("1", before=two_deals(), taken="2026-03-09T23:59:59Z")
    assert [row[1:3] for row in told(found) if row[0] == "1"] == [("2026-03-09", "lost")]
    assert "gone" not in facts(found)


def test_the_column_of_merged_ids_goes_by_its_internal_name_too() -> None:
    text = table_text([*MERGED[:-1], "hs_merged_object_ids"], [["3", "Offer", "2026-01-05", "2026-03-01", "1"]])
    assert facts(imported("hubspot", text, two_deals()))["merged"] == ("1 into 3",)
