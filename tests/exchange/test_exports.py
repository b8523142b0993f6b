"""What is exported is read back by other readers, and by our own."""

import csv
import datetime
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from exchange_building import workspace
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import positions
from milestonectl.exchange.copies import import_copy
from milestonectl.exchange.exports.formats import FORMATS, Contents
from milestonectl.exchange.exports.pseudonyms import pseudonymised
from milestonectl.exchange.exports.sheets import Sheet
from milestonectl.exchange.exports.updates import update_sheet
from milestonectl.exchange.exports.workbook import pages_across, workbook
from milestonectl.exchange.formulas import guarded, unguarded
from milestonectl.exchange.tables import parse_table
from milestonectl.model.clock import as_of
from milestonectl.model.row import Row, seal

DAY = datetime.date(2026, 11, 21)
SETTINGS = "currency: USD\nfields:\n  region: {type: text}"
ROWS = tuple(
    seal(row, f"2026-0{month}-05T10:00:00.000000Z")
    for month, row in enumerate(
        [
            Row(date="2026-01-05", deal="ACME-14", event="opened", sale_type="sale", account='=HYPERLINK("http://x")', owner="dana", amount="84000.50", currency="EUR", close_date="2026-12-15", fields={"region": "EMEA"}),
            Row(date="2026-02-05", deal="ACME-14", event="achieved", milestone="met", by="dana", kind="email", ref="2f9c", contact="J. Roe", role="sponsor", note="+49 30\\nJ. Roe, tab\there"),
            Row(date="2026-03-05", deal="BOLT-3", event="opened", sale_type="sale", account="Bolt & <Sons>", owner="lee"),
            Row(date="2026-04-05", deal="BOLT-3", event="lost", by="lee", reason="'=no budget'"),
            Row(date="2026-05-05", deal="ACME-14", event="achieved", milestone="signed", by="dana"),
        ],
        1,
    )
)  # fmt: skip
VOIDING = seal(
    Row(date="2026-06-05", deal="ACME-14", event="voided", ref=ROWS[4].id, reason="a mistake", by="dana"),
    "2026-06-05T10:00:00.000000Z",
)
LEDGER = (*ROWS, VOIDING)


def contents(rows: tuple[Row, ...] = LEDGER) -> Contents:
    into = workspace(settings=SETTINGS)
    deals = fold_all(rows, into.processes, into.settings, as_of(DAY))
    return Contents(positions(deals.values(), DAY, {}), rows, ("region",), DAY)


def fine(_row: Row) -> str:
    return ""


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_a_ledger_comes_back_the_same(form: str) -> None:
    raw = FORMATS[form](contents(), "ledger")
    found = import_copy(parse_table(raw, "f", Row._fields), workspace(settings=SETTINGS), fine)
    assert found.problems == ()
    assert found.rows == LEDGER
    again = import_copy(parse_table(raw, "f", Row._fields), workspace(LEDGER, SETTINGS), fine)
    assert (again.rows, again.skipped) == ((), len(LEDGER))


def test_a_cell_that_was_changed_on_the_way_is_refused() -> None:
    raw = FORMATS["csv"](contents(), "ledger").replace(b"84000.50", b"94000.50")
    found = import_copy(parse_table(raw, "f", Row._fields), workspace(settings=SETTINGS), fine)
    assert [(p.name, p.place.line) for p in found.problems] == [("wrong-id", 2)]
    assert len(found.rows) == len(LEDGER) - 1


def test_a_copy_with_unknown_or_missing_columns_or_bad_cells_is_refused() -> None:
    raw = FORMATS["csv"](contents(), "ledger")
    assert [p.name for p in import_copy(parse_table(raw, "f"), workspace(), fine).problems] == ["unknown-column"]
    assert {p.name for p in import_copy(parse_table(b"deal\nD\n", "f"), workspace(), fine).problems} == {
        "missing-column"
    }
    bad = import_copy(
        parse_table(raw, "f"), workspace(settings=SETTINGS), lambda row: "wrong" if row.event == "lost" else ""
    )
    assert [(p.name, p.place.line) for p in bad.problems] == [("wrong-cell", 5)]
    torn = import_copy(parse_table(raw + b"x,y\n", "f"), workspace(settings=SETTINGS), fine)
    assert [fact.examples for fact in torn.quality] == [("line 8",)]


@settings(deadline=None)
@given(st.text("=+-@'\ta1"))
def test_guarding_loses_nothing_and_leaves_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))


def test_csv_holds_no_formula() -> None:
    for what in ("ledger", "deals", "milestones"):
        for row in csv.reader(io.StringIO(FORMATS["csv"](contents(), what).decode())):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_deals_have_typed_values_in_json_lines() -> None:
    first, second = (json.loads(line) for line in FORMATS["jsonl"](contents(), "deals").splitlines())
    assert (first["deal"], first["amount"], first["currency"], first["opened"], first["region"]) == (
        "ACME-14",
        84000.5,
        "EUR",
        "2026-01-05",
        "EMEA",
    )
    assert (first["achieved"], first["required"], first["outcome"], first["next"]) == (1, 3, "open", "offered, signed")
    assert (second["outcome"], second["closed"]) == ("lost", "2026-04-05")
    assert "amount" not in second


def test_milestones_tell_their_state() -> None:
    lines = [json.loads(line) for line in FORMATS["jsonl"](contents(), "milestones").splitlines()]
    assert [(line["deal"], line["milestone"], line["state"]) for line in lines][:3] == [
        ("ACME-14", "met", "confirmed"), ("ACME-14", "offered", "open"), ("ACME-14", "signed", "open"),
    ]  # fmt: skip


def test_a_workbook_has_typed_cells_and_calculates_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](contents(), "ledger")))
    assert book.sheetnames == ["Deals", "Milestones", "Ledger"]
    deals: Any = book["Deals"]
    by_title = {cell.value: deals.cell(2, cell.column) for cell in deals[1]}
    assert by_title["amount"].value == 84000.5
    assert by_title["amount"].number_format == "#,##0.00"
    assert by_title["opened"].value == datetime.datetime(2026, 1, 5)
    assert by_title["opened"].is_date
    assert by_title["account"].value == '=HYPERLINK("http://x")'
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_workbook_shows_its_header_and_names_always_and_every_cell_whole() -> None:
    found = contents()
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](found, "ledger")))
    for sheet in book:
        page = sheet.sheet_properties.pageSetUpPr
        assert page is not None
        assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("B2", "$1:$1", "$A:$A")
        assert (page.fitToPage, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (True, "landscape", 0)
        for number, column in enumerate(sheet.columns, 1):
            texts = [f"{c.value:,.2f}" if isinstance(c.value, float) else str(c.value or "") for c in column]
            longest = max(
                10 if isinstance(c.value, datetime.datetime) else len(text)
                for c, text in zip(column, texts, strict=True)
            )
            assert sheet.column_dimensions[get_column_letter(number)].width >= min(44, longest + 2)


def test_a_sheet_is_printed_on_one_page_across_as_long_as_that_can_be_read() -> None:
    assert [pages_across(widths) for widths in ([20], [20] * 11, [20] * 12, [20] * 25)] == [1, 1, 2, 3]


def test_a_long_text_goes_on_below_in_a_row_that_is_high_enough() -> None:
    sheet = Sheet("Deals", [("deal", "text"), ("next", "text")], [["A", "word " * 20], ["B", "proof"]])
    page: Any = openpyxl.load_workbook(io.BytesIO(workbook([sheet])))["Deals"]
    assert page.column_dimensions["B"].width == 44
    assert page["B2"].alignment.wrap_text
    assert (page.row_dimensions[2].height, page.row_dimensions[3].height) == (45, None)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("84000", "#,##0"), ("84000.00", "#,##0"), ("84000.5", "#,##0.00"), ("0.125", "#,##0.000"), ("0", "#,##0")],
)
def test_an_amount_shows_the_digits_that_it_has(amount: str, shown: str) -> None:
    sheet = Sheet("Deals", [("amount", "money")], [[Decimal(amount)]])
    page: Any = openpyxl.load_workbook(io.BytesIO(workbook([sheet])))["Deals"]
    assert page["A2"].number_format == shown


def test_parquet_has_typed_columns() -> None:
    table = pq.read_table(io.BytesIO(FORMATS["parquet"](contents(), "deals")))
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["opened"], types["amount"], types["achieved"]) == ("date32[day]", "decimal128(19, 4)", "int64")
    assert table["amount"].to_pylist()[1] is None


def test_xes_is_a_log_with_a_trace_a_deal_and_times_in_order() -> None:
    root = ET.fromstring(FORMATS["xes"](contents(), "ledger"))
    space = {"x": "http://www.xes-standard.org/"}
    traces = root.findall("x:trace", space)
    assert [trace.findall("x:string[@key='concept:name']", space)[0].get("value") for trace in traces] == [
        "ACME-14",
        "BOLT-3",
    ]
    names = [e.get("value") for e in traces[0].findall("x:event/x:string[@key='concept:name']", space)]
    assert names == ["opened", "met"]
    times = [str(e.get("value")) for e in traces[0].findall("x:event/x:date", space)]
    assert times == sorted(set(times))
    assert times[0] == "2026-01-05T10:00:00.000+00:00"


def test_xes_times_of_one_moment_differ_and_backdated_rows_have_their_day() -> None:
    stamp = "2026-03-01T10:00:00.000000Z"
    opened = Row(date="2026-03-01", deal="D", event="opened", sale_type="sale", recorded_at=stamp)
    rows = tuple(
        seal(row)
        for row in (
            opened,
            opened._replace(event="achieved", milestone="met"),
            opened._replace(event="achieved", milestone="offered", date="2026-02-01"),
        )
    )
    root = ET.fromstring(FORMATS["xes"](contents(rows), "ledger"))
    times = [
        str(e.get("value")) for e in root.iter("{http://www.xes-standard.org/}date") if e.get("key") == "time:timestamp"
    ][1:]
    assert times[0] == "2026-02-01T00:00:00.000+00:00"
    assert len(set(times)) == 3


def test_ocel_names_every_object_and_type_it_refers_to() -> None:
    log = json.loads(FORMATS["ocel"](contents(), "ledger"))
    objects = {thing["id"]: thing["type"] for thing in log["objects"]}
    assert objects["deal:ACME-14"] == "deal"
    assert objects["contact:J. Roe"] == "contact"
    assert set(objects.values()) <= {kind["name"] for kind in log["objectTypes"]}
    assert {event["type"] for event in log["events"]} == {kind["name"] for kind in log["eventTypes"]}
    related = [
        relation["objectId"] for thing in (*log["objects"], *log["events"]) for relation in thing["relationships"]
    ]
    assert set(related) <= set(objects)
    assert len({event["id"] for event in log["events"]}) == len(log["events"])
    amounts = [a["value"] for thing in log["objects"] for a in thing["attributes"] if a["name"] == "amount"]
    assert amounts == [84000.5]


@pytest.mark.parametrize(
    ("system", "key", "column"),
    [
        ("salesforce", "Id", "Milestones_achieved__c"),
        ("hubspot", "Record ID", "Milestones achieved"),
        ("pipedrive", "Deal - ID", "Deal - Milestones achieved"),
        ("dynamics", "(Do Not Modify) Opportunity", "Milestones achieved"),
    ],
)
def test_a_system_gets_back_the_state_of_each_deal(system: str, key: str, column: str) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS[system](contents(), "ledger").decode())))
    assert [row[key] for row in rows] == ["ACME-14", "BOLT-3"]
    assert [row[column] for row in rows] == ["1", "0"]
    sheet = update_sheet(contents().positions, system, DAY)
    assert sheet.rows[0][-3:] == [datetime.date(2026, 2, 5), None, None]


SECRETS = ("ACME", "BOLT", "Bolt", "HYPERLINK", "Roe", "dana", "lee", "2f9c", "+49", "budget", "mistake")


@pytest.mark.parametrize("form", ["csv", "jsonl", "xes", "ocel"])
def test_under_other_names_nothing_can_be_recognised(form: str) -> None:
    text = FORMATS[form](contents(tuple(pseudonymised(LEDGER))), "ledger").decode()
    assert [secret for secret in SECRETS if secret in text] == []


def test_under_other_names_deals_stand_where_they_stood() -> None:
    def told(rows: tuple[Row, ...]) -> list[Any]:
        return [
            (p.deal.outcome, p.deal.amount, p.progress.completed, [s.mark for s in p.progress.standings])
            for p in contents(rows).positions
        ]

    others = tuple(pseudonymised(LEDGER))
    assert told(others) == told(LEDGER)
    assert all(row == seal(row._replace(id="")) for row in others)
    assert [row.deal for row in others] == ["deal-001", "deal-001", "deal-002", "deal-002", "deal-001", "deal-001"]


def test_other_names_stay_when_the_ledger_grows() -> None:
    grown = (
        *LEDGER,
        seal(
            Row(date="2026-07-05", deal="NEW-1", event="opened", account="Anew", owner="ann"),
            "2026-07-05T10:00:00.000000Z",
        ),
    )
    assert pseudonymised(grown)[: len(LEDGER)] == pseudonymised(LEDGER)


def test_a_free_field_and_the_name_of_a_mapping_name_nobody_and_what_many_deals_share_stays() -> None:
    rows = [
        seal(Row(date="2026-01-05", deal=f"D{n}", event="opened", source="import:acme", fields=fields))
        for n, fields in enumerate(
            [{"site": "north", "region": "EMEA"}] * 3 + [{"site": "Roe Street", "region": "APAC"}]
        )
    ]
    others = pseudonymised(rows, ["site"])
    assert sorted(row.fields["site"] for row in others) == ["north", "north", "north", "site-001"]
    assert {row.fields["region"] for row in others} == {"EMEA", "APAC"}
    assert {row.source for row in others} == {"import:source-001"}


def test_a_reason_that_several_deals_share_stays() -> None:
    rows = [
        seal(Row(date="2026-01-05", deal=f"D{n}", event="lost", reason=reason))
        for n, reason in enumerate(["price", "price", "price", "Bob left"])
    ]
    assert sorted(row.reason for row in pseudonymised(rows)) == ["left out", "price", "price", "price"]


Run = Callable[..., Any]


def test_the_command_writes_files_but_not_into_the_workspaces_own_folders(tmp_path: Any, run: Run) -> None:
    (tmp_path / "milestonectl.yaml").write_text("currency: USD\n")
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / "a.csv").write_text("date,deal,event\n2026-01-05,D,opened\n")
    assert run("-C", str(tmp_path), "export", "csv", str(tmp_path / "out.csv")).code == 0
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith(",,2026-01-05,D,opened")
    refused = run("-C", str(tmp_path), "export", "csv", str(tmp_path / "ledger" / "b.csv"))
    assert refused.code == 2
    assert not (tmp_path / "ledger" / "b.csv").exists()
    assert run("-C", str(tmp_path), "export", "csv", str(tmp_path / "none" / "b.csv")).code == 3
    assert json.loads(run("-C", str(tmp_path), "export", "jsonl", "--what", "deals").out)["deal"] == "D"
    assert run("-C", str(tmp_path), "export", "csv", "--pseudonymise", "--sale-type", "sale").code == 2
