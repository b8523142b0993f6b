"""Each layout of each system, generated with the pathologies that real exports have."""

import datetime
import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from exchange_building import imported_from, table_text, told
from hypothesis import given, settings
from hypothesis import strategies as st

from milestonectl.exchange.systems.hubspot import entered_columns
from milestonectl.exchange.systems.salesforce import long_id

STAGES: Any = {
    "events": {
        "New": ("open",),
        "Meeting": ("met",),
        "Sent (draft)": ("offered",),
        "sent": ("offered",),
        "Gewonnen": ("won",),
        "Verloren": ("lost",),
        "Open": ("open",),
    }
}
D1, D1_SHORT = "006bm00000LKJNNAA5", "006bm00000LKJNN"
HISTORY = ["Id", "OpportunityId", "CreatedById", "CreatedDate", "StageName", "Amount", "CloseDate", "IsDeleted"]
WON_LATE = [
    ("D", "2026-01-05", "opened", ""),
    ("D", "2026-01-05", "achieved", "met"),
    ("D", "2026-02-01", "achieved", "offered"),
    ("D", "2026-03-01", "achieved", "signed"),
]


def milestones(system: str, *texts: str | bytes, **changes: Any) -> list[tuple[str, str, str, str]]:
    found = imported_from(system, *texts, **(STAGES | changes))
    assert found.problems == ()
    return [row for row in told(found) if row[2] != "changed"]


def test_salesforce_history_of_the_loader() -> None:
    records = [
        ["008B", "D", "U1", "2026-02-01T16:14:25.000+0000", "Sent (draft)", "1000", "2026-06-01", "false"],
        ["008A", "D", "U1", "2026-01-05T16:14:25.000+0000", "Meeting", "1000", "2026-06-01", "false"],
        ["008C", "D", "U1", "2026-02-02T16:14:25.000+0000", "Sent (draft)", "900", "2026-07-01", "false"],
        ["008D", "D", "U1", "2026-03-01T16:14:25.000+0000", "Gewonnen", "900", "2026-03-01", "false"],
        ["008E", "D2", "U1", "2026-03-01T16:14:25.000+0000", "Gewonnen", "900", "2026-03-01", "true"],
    ]
    text = table_text(HISTORY, records)
    assert milestones("salesforce", text) == WON_LATE
    found = imported_from("salesforce", text, **STAGES)
    assert [(row.amount, row.close_date) for row in found.rows if row.event == "changed"] == [
        ("900", "2026-07-01"), ("", "2026-03-01"),
    ]  # fmt: skip
    assert found.read == 5
    assert {fact.name for fact in found.quality} >= {"deleted"}


def test_salesforce_history_of_the_weekly_export_in_an_old_encoding() -> None:
    header = [
        "Id",
        "OpportunityId",
        "CreatedById",
        "CreatedDate",
        "CreatedDateForInsert",
        "StageName",
        "Amount",
        "CloseDate",
        "CurrencyIsoCode",
        "IsDeleted",
    ]
    records = [
        [
            "008A",
            "D",
            "U1",
            "2026-01-05 20:47:49",
            "",
            "Meeting",
            "16120999.999999998",
            "2026-06-01 00:00:00",
            "EUR",
            "0",
        ]
    ]
    records += [
        [
            "008B",
            "D",
            "Müller",
            "2026-02-01 20:47:49",
            "",
            "Sent (draft)",
            "16121000",
            "2026-06-01 00:00:00",
            "EUR",
            "0",
        ]
    ]
    found = imported_from("salesforce", table_text(header, records).encode("cp1252"), **STAGES)
    assert found.problems == ()
    opened = found.rows[0]
    assert (opened.amount, opened.currency, opened.close_date) == ("16121000", "EUR", "2026-06-01")
    assert [row.event for row in found.rows] == ["opened", "achieved", "achieved"]
    assert found.rows[-1].by == "Müller"


def test_salesforce_moves_of_the_same_second_go_by_id_and_ids_of_both_lengths_are_one_deal() -> None:
    records = [
        ["008B", D1, "U", "2026-01-05T10:00:00Z", "Sent (draft)", "", "", "0"],
        ["008A", D1_SHORT, "U", "2026-01-05T10:00:00Z", "Meeting", "", "", "0"],
    ]
    found = imported_from("salesforce", table_text(HISTORY, records), **STAGES)
    assert told(found) == [
        (D1, "2026-01-05", "opened", ""),
        (D1, "2026-01-05", "achieved", "met"),
        (D1, "2026-01-05", "achieved", "offered"),
    ]


def test_salesforce_long_ids_tell_their_capitals() -> None:
    assert long_id(D1_SHORT) == D1
    assert long_id(D1) == D1
    assert long_id("an opportunity name") == "an opportunity name"


@settings(deadline=None)
@given(st.text("abcXYZ019", min_size=15, max_size=15))
def test_salesforce_long_ids_differ_when_only_the_case_does(record_id: str) -> None:
    if record_id != record_id.swapcase():
        assert long_id(record_id).casefold() != long_id(record_id.swapcase()).casefold()


FIELDS = ["Id", "OpportunityId", "CreatedById", "CreatedDate", "Field", "OldValue", "NewValue", "IsDeleted"]


def test_salesforce_field_history_has_the_first_stage_only_in_an_old_value() -> None:
    records = [
        ["017C", "D", "U", "2026-03-01T10:00:00Z", "StageName", "Sent (draft)", "Gewonnen", "false"],
        ["017B", "D", "U", "2026-02-01T10:00:00Z", "StageName", "Meeting", "Sent (draft)", "false"],
        ["017X", "D", "U", "2026-02-03T10:00:00Z", "Amount", "", "5000.0", "false"],
        ["017Y", "D", "U", "2026-02-03T10:00:00Z", "Description", "a", "b", "false"],
        ["017A", "D", "U", "2026-01-05T10:00:00Z", "created", "", "", "false"],
    ]
    assert milestones("salesforce", table_text(FIELDS, records)) == WON_LATE
    changed = [row for row in imported_from("salesforce", table_text(FIELDS, records), **STAGES).rows if row.amount]
    assert [(row.event, row.date, row.amount) for row in changed] == [("changed", "2026-02-03", "5000.0")]


def test_salesforce_entity_history_of_opportunities_only() -> None:
    header = [
        "Id",
        "IsDeleted",
        "ParentId",
        "ParentSobjectType",
        "CreatedById",
        "CreatedDate",
        "FieldName",
        "OldvalString",
        "NewvalString",
        "NewvalNumber",
        "NewvalDate",
    ]
    records = [
        ["1", "0", "D", "Opportunity", "U", "2026-01-05 10:00:00", "created", "", "", "", ""],
        ["2", "0", "D", "Opportunity", "U", "2026-02-01 10:00:00", "StageName", "Meeting", "Sent (draft)", "", ""],
        ["3", "0", "D", "Opportunity", "U", "2026-02-01 11:00:00", "CloseDate", "", "", "", "2026-09-01 00:00:00"],
        ["4", "0", "C", "Case", "U", "2026-02-01 10:00:00", "Status", "", "Closed", "", ""],
        ["5", "0", "D", "Opportunity", "U", "2026-03-01 10:00:00", "StageName", "Sent (draft)", "Gewonnen", "", ""],
    ]
    assert milestones("salesforce", table_text(header, records)) == WON_LATE
    found = imported_from("salesforce", table_text(header, records), **STAGES)
    assert "2026-09-01" in {row.close_date for row in found.rows}


def test_salesforce_list_of_tracked_fields_is_no_history() -> None:
    found = imported_from(
        "salesforce", table_text(["Id", "TableEnumOrId", "FieldEnumOrId"], [["1", "Opportunity", "StageName"]])
    )
    assert [p.name for p in found.problems] == ["unknown-shape"]
    assert "EntityHistory.csv" in found.problems[0].message


def test_salesforce_report_of_history_with_preamble_footer_and_other_changes() -> None:
    header = ["Opportunity Name", "From Stage", "To Stage", "Amount", "Close Date", "Last Modified", "Last Modified By"]
    records = [
        ["D", "", "Meeting", "$1,000.00", "6/30/2026", "1/5/2026 9:00 AM", "Dana"],
        ["D", "Meeting", "Meeting", "$2,000.00", "6/30/2026", "1/6/2026 9:00 AM", "Dana"],
        ["D", "Meeting", "Sent (draft)", "$2,000.00", "6/30/2026", "2/1/2026 9:00 AM", "Dana"],
        ["D", "Sent (draft)", "Gewonnen", "$2,000.00", "6/30/2026", "3/1/2026 12:15 PM", "Dana"],
    ]
    text = "Opportunity History Report\nAs of 2026-03-02\n\n" + table_text(header, records)
    text += '"Grand Total (4 records)"\n\n"Confidential Information"\n"Copyright (c) 2000-2026"\n'
    assert milestones("salesforce", text) == WON_LATE
    facts = {fact.name: fact.count for fact in imported_from("salesforce", text, **STAGES).quality}
    assert facts["no-record"] == 3


def test_salesforce_report_of_field_history() -> None:
    header = ["Opportunity Name", "Field / Event", "Old Value", "New Value", "Edit Date", "Edited By"]
    records = [
        ["D", "Created.", "", "", "05.01.2026 09:00", "Dana"],
        ["D", "Stage", "Meeting", "Sent (draft)", "01.02.2026 09:00", "Dana"],
        ["D", "Close Date", "01.06.2026", "30.06.2026", "01.02.2026 09:30", "Dana"],
        ["D", "Stage", "Sent (draft)", "Gewonnen", "01.03.2026 09:00", "Dana"],
    ]
    assert milestones("salesforce", table_text(header, records, ";"), dates="day-first") == WON_LATE


def test_salesforce_opportunities_tell_their_opening_and_their_stage_of_today() -> None:
    header = [
        "Id",
        "AccountId",
        "Name",
        "StageName",
        "Amount",
        "CloseDate",
        "Type",
        "CreatedDate",
        "LastModifiedDate",
        "IsDeleted",
    ]
    records = [
        ["D", "001", "Big deal", "Sent (draft)", "5000", "2026-06-01", "sale", "2026-01-05", "2026-02-01 10:00:00", "0"]
    ]
    found = imported_from("salesforce", table_text(header, records), **STAGES, constants={})
    assert [(r.date, r.event, r.milestone, r.account, r.amount) for r in found.rows] == [
        ("2026-01-05", "opened", "", "Big deal", ""),
        ("2026-02-01", "changed", "", "", "5000"),
        ("2026-02-01", "achieved", "offered", "", ""),
    ]
    assert found.read == 1


def test_salesforce_opportunities_and_their_history_are_one_import() -> None:
    opportunities = table_text(
        ["Id", "Name", "StageName", "CreatedDate", "LastModifiedDate"],
        [["D", "Big deal", "Gewonnen", "2026-01-05 08:00:00", "2026-03-01 10:00:00"]],
    )
    records = [
        ["008A", "D", "U1", "2026-01-05 08:00:00", "Meeting", "1", "", "0"],
        ["008B", "D", "U1", "2026-02-01 08:00:00", "Sent (draft)", "1", "", "0"],
    ]
    records += [["008C", "D", "U1", "2026-03-01 10:00:00", "Gewonnen", "1", "", "0"]]
    found = imported_from("salesforce", opportunities, table_text(HISTORY, records), **STAGES)
    assert [row for row in told(found) if row[2] != "changed"] == WON_LATE
    assert found.rows[0].account == "Big deal"


def test_salesforce_versions_of_a_warehouse() -> None:
    header = ["id", "_fivetran_start", "_fivetran_active", "stage_name", "amount", "is_deleted"]
    records = [
        ["D", "2026-01-05 10:00:00", "false", "Meeting", "1", "false"],
        ["D", "2026-02-01 10:00:00", "false", "Sent (draft)", "1", "false"],
    ]
    records += [["D", "2026-03-01 10:00:00", "true", "Gewonnen", "1", "false"]]
    assert milestones("salesforce", table_text(header, records)) == WON_LATE


WIDE = ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Create Date"]


@pytest.mark.parametrize("quote", ['"', "'"])
def test_hubspot_wide_columns_of_both_generations(quote: str) -> None:
    stages = [f"Date entered {quote}{stage} (Sales, EMEA){quote}" for stage in ("Gewonnen", "Meeting", "Sent (draft)")]
    records = [
        [
            "D",
            "Name",
            "Gewonnen",
            "sale",
            "$125000",
            "2026-01-05 08:00",
            "2026-03-01 09:00",
            "2026-01-05 08:00",
            "2026-02-01 10:00",
        ]
    ]
    text = table_text([*WIDE, *stages], records, ";")
    assert milestones("hubspot", ("\ufeff" + text).encode()) == WON_LATE
    rows = imported_from("hubspot", text, **STAGES).rows
    assert [row.amount for row in rows if row.amount] == ["125000"]
    assert {row.date for row in rows if row.amount} == {"2026-03-01"}


def test_hubspot_prefers_the_newer_generation_and_reads_internal_names() -> None:
    header = [
        "Record ID",
        'Date entered "Sent (draft) (Sales)"',
        "Date entered 'Sent (draft) (Sales)'",
        "hs_v2_date_entered_987",
        "Date entered current stage",
    ]
    assert entered_columns(header) == ((1, "Sent (draft)"), (3, "987"))
    assert entered_columns(["hs_v2_date_entered_current_stage", "hs_date_entered_closedwon"]) == ((1, "closedwon"),)


def test_hubspot_labels_that_stand_twice_are_read_by_position() -> None:
    records = [["D", "Name", "Meeting", "sale", "1", "2026-01-05", "a", "b", "2026-01-05"]]
    text = table_text([*WIDE, "Billing IDs", "Billing IDs", 'Date entered "Meeting (Sales)"'], records)
    assert milestones("hubspot", text) == WON_LATE[:2]


def test_hubspot_long_form() -> None:
    header = ["Record ID", "Deal Name", "Deal Stage", "Date entered stage", "Date left stage"]
    records = [
        ["D", "N", "Meeting", "2026-01-05 10:00", ""],
        ["D", "N", "Sent (draft)", "2026-02-01 10:00", ""],
        ["D", "N", "Gewonnen", "2026-03-01 10:00", ""],
    ]
    assert milestones("hubspot", table_text(header, records)) == WON_LATE


def test_hubspot_stages_and_properties_of_a_warehouse() -> None:
    stages = [
        ["D", "1767607200000", "Meeting"],
        ["D", "1769940000000", "sent"],
        ["D", "2026-03-01 10:00:00", "Gewonnen"],
    ]
    assert milestones("hubspot", table_text(["deal_id", "date_entered", "value"], stages)) == WON_LATE
    properties = [["D", stamp, "dealstage", value] for _, stamp, value in stages] + [
        ["D", "2026-02-01 12:00:00", "amount", "700"]
    ]
    text = table_text(["deal_id", "timestamp", "name", "value"], properties)
    assert milestones("hubspot", text) == WON_LATE
    assert "700" in {row.amount for row in imported_from("hubspot", text, **STAGES).rows}


PIPEDRIVE = [
    "Deal - ID",
    "Deal - Title",
    "Deal - Status",
    "Deal - Stage",
    "Deal - Deal created",
    "Deal - Last stage change",
    "Deal - Won time",
    "Deal - Lost time",
    "Deal - Lost reason",
    "Deal - Value",
]


def test_pipedrive_tells_opening_last_move_and_end() -> None:
    records = [
        [
            "D",
            "T",
            "Gewonnen",
            "Sent (draft)",
            "2026-01-05 09:00:00",
            "2026-02-01 10:00:00",
            "2026-03-01 10:00:00",
            "",
            "",
            "45k",
        ],
        [
            "E",
            "T",
            "Verloren",
            "Meeting",
            "2026-01-05 09:00:00",
            "2026-01-05 09:00:00",
            "",
            "2026-02-01 10:00:00",
            "price",
            "1 234,56",
        ],
        ["F", "T", "Open", "New", "2026-01-05 09:00:00", "", "", "", "", ""],
    ]
    found = imported_from("pipedrive", table_text(PIPEDRIVE, records), **STAGES)
    assert found.problems == ()
    assert [row for row in told(found) if row[0] == "D" and row[2] != "changed"] == [WON_LATE[0], *WON_LATE[2:]]
    lost = next(row for row in found.rows if row.event == "lost")
    assert (lost.deal, lost.date, lost.reason) == ("E", "2026-02-01", "price")
    assert {row.deal: row.amount for row in found.rows if row.amount} == {"D": "45000", "E": "1234.56"}
    assert [row[2] for row in told(found) if row[0] == "F"] == ["opened"]


def test_pipedrive_headers_in_another_language_come_from_the_mapping() -> None:
    columns = {"deal": "Deal-ID", "stage": "Phase", "status": "Zustand", "created": "Angelegt", "won_at": "Gewonnen am"}
    records = [["D", "Meeting", "Gewonnen", "05.01.2026", "13.03.2026"]]
    found = imported_from("pipedrive", table_text(list(columns.values()), records), **STAGES, columns=columns)
    assert [row[1:] for row in told(found)] == [
        ("2026-01-05", "opened", ""),
        ("2026-03-13", "achieved", "met"),
        ("2026-03-13", "achieved", "signed"),
    ]


def test_dynamics_tells_opening_stage_and_end_and_leaves_out_what_was_an_error() -> None:
    header = [
        "(Do Not Modify) Opportunity",
        "(Do Not Modify) Row Checksum",
        "(Do Not Modify) Modified On",
        "Topic",
        "est. revenue",
        "Sales Stage",
        "Status",
        "Status Reason",
        "Actual Close Date",
        "Created On",
    ]
    records = [
        ["D", "x", "46082.5", "T", "5000", "Sent (draft)", "Gewonnen", "Won", "46082", "46027"],
        ["E", "x", "46082.5", "T", "5000", "Meeting", "Verloren", "Error", "46082", "46027"],
    ]
    found = imported_from("dynamics", table_text(header, records), **STAGES, drop={"Status Reason": ("Error",)})
    assert found.problems == ()
    assert [row for row in told(found) if row[2] != "changed"] == [
        WON_LATE[0],
        ("D", "2026-03-01", "achieved", "offered"),
        WON_LATE[3],
    ]
    assert {fact.name for fact in found.quality} >= {"deleted"}


def test_a_table_of_no_known_shape_says_which_are_known() -> None:
    (problem,) = imported_from("pipedrive", "a,b\n1,2\n").problems
    assert problem.name == "unknown-shape"
    assert "deals" in problem.hint


def test_a_zero_is_not_missing() -> None:
    found = imported_from(
        "salesforce", table_text(HISTORY, [["1", "D", "U", "2026-01-05", "Meeting", "0", "", "0"]]), **STAGES
    )
    assert found.rows[0].amount == "0"
    assert "no-amount" not in {fact.name for fact in found.quality}


def test_a_probability_of_nought_and_a_missing_one_are_no_outcome() -> None:
    """What a deal came to is told by its stage; a probability is the seller's, and is not read."""
    header = [*HISTORY, "Probability"]
    told_by = {
        probability: imported_from(
            "salesforce",
            table_text(header, [["1", "D", "U", "2026-01-05", "Meeting", "5", "", "0", probability]]),
            **STAGES,
        ).rows
        for probability in ("0", "", "100")
    }
    assert told_by["0"] == told_by[""] == told_by["100"]
    assert [row.event for row in told_by["0"]] == ["opened", "achieved"]


def test_an_outcome_is_what_the_mapping_says_whatever_the_word_sounds_like() -> None:
    events = {"Closed Won": ("lost",), "Closed Lost": ("won",), "Gewonnen": ("won",), "Won": ("met",)}
    for word, event, milestone in (
        ("Closed Won", "lost", ""),
        ("Closed Lost", "achieved", "signed"),
        ("Gewonnen", "achieved", "signed"),
        ("Won", "achieved", "met"),
    ):
        text = table_text(HISTORY, [["1", "D", "U", "2026-01-05", word, "5", "", "0"]])
        found = imported_from("salesforce", text, **(STAGES | {"events": events}))
        assert [(row.event, row.milestone) for row in found.rows][1:] == [(event, milestone)]


def test_amounts_of_several_currencies_stay_in_their_own() -> None:
    header = [*HISTORY, "CurrencyIsoCode"]
    records = [
        ["1", "D", "U", "2026-01-05", "Meeting", "45k", "", "0", "EUR"],
        ["2", "E", "U", "2026-01-05", "Meeting", "1,234.56", "", "0", "USD"],
    ]
    found = imported_from("salesforce", table_text(header, records), **STAGES)
    said = {(row.deal, row.amount, row.currency) for row in found.rows if row.amount}
    assert said == {("D", "45000", "EUR"), ("E", "1234.56", "USD")}


def test_the_names_of_changed_fields_in_another_language_come_from_the_mapping() -> None:
    header = ["Opportunity Name", "Field / Event", "Old Value", "New Value", "Edit Date"]
    records = [
        ["D", "Erstellt.", "", "", "2026-01-05"],
        ["D", "Phase", "Meeting", "Sent (draft)", "2026-02-01"],
        ["D", "Betrag", "", "1.234,50 €", "2026-02-01"],
        ["D", "Phase", "Sent (draft)", "Gewonnen", "2026-03-01"],
    ]
    changes = {"Phase": "event", "Erstellt.": "created", "Betrag": "amount"}
    found = imported_from("salesforce", table_text(header, records), **STAGES, changes=changes)
    assert found.problems == ()
    assert [row for row in told(found) if row[2] != "changed"] == WON_LATE
    assert "1234.50" in {row.amount for row in found.rows}


def parquet_of(columns: dict[str, list[Any]]) -> bytes:
    raw = io.BytesIO()
    pq.write_table(pa.table(columns), raw)
    return raw.getvalue()


def at(*days: str) -> list[datetime.datetime]:
    return [datetime.datetime.fromisoformat(f"{day}T10:00:00+00:00") for day in days]


MOVED = at("2026-01-05", "2026-02-01", "2026-03-01", "2026-03-01")
STAYED = [False, False, False, True]
"""The last record is that of another deal, which the source has deleted."""
IDS = ["D", "D", "D", "E"]
WORDS = ["Meeting", "Sent (draft)", "Gewonnen", "Gewonnen"]
WAREHOUSE_TABLES: dict[str, tuple[str, dict[str, list[Any]]]] = {
    "opportunity_history": (
        "salesforce",
        {
            "id": ["8A", "8B", "8C", "8D"],
            "opportunity_id": IDS,
            "created_by_id": ["U"] * 4,
            "created_date": MOVED,
            "stage_name": WORDS,
            "amount": [1.0, 2.0, 2.0, 3.0],
            "close_date": [datetime.date(2026, 6, 1)] * 4,
            "_fivetran_deleted": STAYED,
            "_fivetran_synced": MOVED,
        },
    ),
    "opportunityhistory in small letters": (
        "salesforce",
        {"opportunityid": IDS, "createddate": MOVED, "stagename": WORDS, "isdeleted": STAYED, "_sdc_sequence": [1] * 4},
    ),
    "opportunity_field_history": (
        "salesforce",
        {
            "opportunity_id": IDS,
            "created_date": MOVED,
            "field": ["StageName"] * 4,
            "old_value": ["Meeting", "Meeting", "Sent (draft)", ""],
            "new_value": WORDS,
            "is_deleted": STAYED,
        },
    ),
    "deal_stage": (
        "hubspot",
        {"deal_id": IDS, "date_entered": MOVED, "value": WORDS, "source": ["CRM_UI"] * 4, "_fivetran_deleted": STAYED},
    ),
    "deal_property_history": (
        "hubspot",
        {
            "deal_id": IDS,
            "timestamp": MOVED,
            "name": ["dealstage"] * 4,
            "value": WORDS,
            "source": ["CRM_UI"] * 4,
            "_fivetran_deleted": STAYED,
        },
    ),
    "deals_property_history": (
        "hubspot",
        {"dealId": IDS, "timestamp": MOVED, "property": ["dealstage"] * 4, "value": WORDS, "archived": STAYED},
    ),
    "deal": (
        "hubspot",
        {
            "deal_id": ["D", "E"],
            "_fivetran_deleted": [False, True],
            "property_createdate": at("2026-01-05", "2026-01-05"),
            "deal_pipeline_stage_id": ["Gewonnen", "Gewonnen"],
            "property_hs_v2_date_entered_Meeting": at("2026-01-05", "2026-01-05"),
            "property_hs_v2_date_entered_sent": at("2026-02-01", "2026-02-01"),
            "property_hs_v2_date_entered_Gewonnen": at("2026-03-01", "2026-03-01"),
        },
    ),
    "deals": (
        "hubspot",
        {
            "id": ["D", "E"],
            "archived": [False, True],
            "properties_createdate": at("2026-01-05", "2026-01-05"),
            "properties_dealstage": ["Gewonnen", "Gewonnen"],
            "properties_hs_v2_date_entered_Meeting": at("2026-01-05", "2026-01-05"),
            "properties_hs_v2_date_entered_sent": at("2026-02-01", "2026-02-01"),
            "properties_hs_v2_date_entered_Gewonnen": at("2026-03-01", "2026-03-01"),
        },
    ),
}


@pytest.mark.parametrize("name", WAREHOUSE_TABLES)
def test_tables_of_a_warehouse(name: str) -> None:
    system, columns = WAREHOUSE_TABLES[name]
    assert milestones(system, parquet_of(columns)) == WON_LATE


@pytest.mark.parametrize(
    ("columns", "trap"),
    [
        (("pipeline_id", "stage_id", "label", "display_order", "closed_won"), "this is the list of the stages"),
        (("deal_id", "merged_deal_id"), "this is the list of merged deals"),
    ],
)
def test_tables_of_a_warehouse_in_which_no_deal_moves(columns: tuple[str, ...], trap: str) -> None:
    found = imported_from("hubspot", parquet_of({name: ["1"] for name in columns}), **STAGES)
    assert [(problem.name, trap in problem.message) for problem in found.problems] == [("unknown-shape", True)]
    assert found.rows == ()
