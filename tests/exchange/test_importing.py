import datetime
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_building import COLUMNS, imported, mapping, table_text, told, workspace
from hypothesis import given, settings
from hypothesis import strategies as st

from milestonectl.deals.deal import is_imported
from milestonectl.deals.fold import fold_all, level_of
from milestonectl.deals.gates import progress
from milestonectl.exchange.importing import Known, import_tables, known
from milestonectl.exchange.systems import SYSTEMS
from milestonectl.exchange.tables import parse_table
from milestonectl.files.definitions import load_definitions
from milestonectl.files.mapping import load_mapping
from milestonectl.model.clock import as_of
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.mapping import Reads
from milestonectl.model.row import Row, seal
from milestonectl.model.watch import AnyPart

H = ["id", "at", "what"]


def test_a_deal_is_opened_by_its_first_record_and_achieves_what_its_events_mean() -> None:
    found = imported(
        table_text(
            H, [["D1", "2026-01-05 09:00:00", "Meeting"], ["D1", "2026-02-01", "Won"], ["D2", "2026-01-07", "Lost"]]
        )
    )
    assert told(found) == [
        ("D1", "2026-01-05", "opened", ""),
        ("D1", "2026-01-05", "achieved", "met"),
        ("D1", "2026-02-01", "achieved", "signed"),
        ("D2", "2026-01-07", "opened", ""),
        ("D2", "2026-01-07", "lost", ""),
    ]
    assert found.read == 3
    assert found.problems == ()
    assert found.rows[-1].reason == "Lost"


def test_the_day_is_the_local_one_and_the_moment_is_utc() -> None:
    row = imported(table_text(H, [["D1", "2026-01-01T00:30:00+02:00", "Meeting"]])).rows[0]
    assert (row.date, row.recorded_at) == ("2026-01-01", "2025-12-31T22:30:00.000000Z")


def test_equal_stamps_keep_the_order_of_the_source_in_their_microseconds() -> None:
    found = imported(table_text(H, [["D1", "2026-01-01T10:00:00.5Z", what] for what in ("Meeting", "Offer", "Won")]))
    assert [row.recorded_at[19:] for row in found.rows] == [".500000Z", ".500001Z", ".500002Z", ".500003Z"]
    assert [row.milestone for row in sorted(found.rows, key=lambda row: row.order)] == ["", "met", "offered", "signed"]


def test_microseconds_carry_over_into_the_next_second() -> None:
    found = imported(table_text(H, [["D1", "2026-01-01T10:00:59.999999Z", what] for what in ("Meeting", "Offer")]))
    assert [row.recorded_at[17:] for row in found.rows] == ["59.999999Z", "00.000000Z", "00.000001Z"]


def test_the_order_column_decides_between_equal_stamps_and_numbers_count_as_numbers() -> None:
    records = [["D1", "2026-01-01", "Offer", "10"], ["D1", "2026-01-01", "Meeting", "9"]]
    found = imported(
        table_text([*H, "seq"], records),
        mapping(columns={"deal": "id", "stamp": "at", "event": "what", "order": "seq"}),
    )
    assert [row.milestone for row in found.rows] == ["", "met", "offered"]


def test_rows_are_sealed_marked_as_imported_and_never_more_than_asserted() -> None:
    found = imported(table_text(H, [["D1", "2026-01-05", "Meeting"], ["D1", "2026-02-01", "Won"]]))
    for row in found.rows:
        assert row == seal(row._replace(id=""))
        assert row.source == "import:m"
        assert is_imported(row)
        assert level_of(row) == "asserted"


def test_importing_again_writes_nothing_and_importing_more_writes_only_the_new() -> None:
    records = [["D1", "2026-01-05", "Meeting"], ["D2", "2026-01-06", "Meeting"]]
    first = imported(table_text(H, records))
    again = imported(table_text(H, records), into=workspace(first.rows))
    assert (again.rows, again.skipped) == ((), 4)
    more = imported(table_text(H, [*records, ["D1", "2026-02-01", "Won"]]), into=workspace(first.rows))
    assert told(more) == [("D1", "2026-02-01", "achieved", "signed")]


def test_a_deal_that_the_ledger_knows_from_elsewhere_is_not_opened_twice() -> None:
    opened = seal(Row(date="2026-01-01", deal="D1", event="opened", sale_type="sale"), "2026-01-01T10:00:00.000000Z")
    records = table_text(H, [["D1", "2026-02-01", "Offer"]])
    found = imported(records, into=workspace([opened]))
    assert [row.event for row in found.rows] == ["achieved"]
    assert imported(records, into=workspace([opened, *found.rows])).rows == ()
    later = seal(opened._replace(id="", recorded_at="", date="2026-03-01"), "2026-03-01T10:00:00.000000Z")
    found = imported(records, into=workspace([later]))
    assert [row.event for row in found.rows] == ["changed", "achieved"]
    assert imported(records, into=workspace([later, *found.rows])).rows == ()


def test_a_stage_that_stays_is_told_once_and_a_move_back_is_told_again() -> None:
    stages = ["Meeting", "Meeting", "Offer", "Meeting", "Lost", "Offer"]
    records = [["D1", f"2026-01-0{day}", stage] for day, stage in enumerate(stages, 1)]
    found = imported(table_text(H, records), mapping(reads="stages"))
    events = [("2026-01-01", "opened", ""), ("2026-01-01", "achieved", "met"), ("2026-01-03", "achieved", "offered")]
    events += [("2026-01-04", "achieved", "met"), ("2026-01-05", "lost", ""), ("2026-01-06", "reopened", "")]
    events += [("2026-01-06", "achieved", "offered")]
    assert [row[1:] for row in told(found)] == events
    assert {fact.name for fact in found.quality} >= {"repeated", "reopened"}


STAGES = """
process: sale
title: Sale
wins: signed
stages:
  - {id: meeting, title: Meeting, milestones: [{id: met, title: Met}]}
  - {id: offer, title: Offer, milestones: [{id: offered, title: Offered}]}
  - {id: contract, title: Contract, milestones: [{id: signed, title: Signed}]}
"""


@pytest.mark.parametrize("reads", ["stages", "events"])
def test_a_jump_over_a_stage_is_kept_and_nothing_is_told_of_what_was_jumped_over(reads: Reads) -> None:
    definitions = load_definitions({"processes/sale.yaml": STAGES.encode()})
    into = known(definitions.settings, definitions.team, definitions.processes, ())
    records = [["D1", "2026-01-01", "Meeting"], ["D1", "2026-02-01", "Won"]]
    found = imported(table_text(H, records), mapping(reads=reads), into)
    assert [row[1:] for row in told(found)] == [
        ("2026-01-01", "opened", ""),
        ("2026-01-01", "achieved", "met"),
        ("2026-02-01", "achieved", "signed"),
    ]
    assert (found.problems, [fact.name for fact in found.quality]) == ((), ["no-amount"])
    (deal,) = fold_all(found.rows, into.processes, into.settings, as_of(datetime.date(2026, 3, 1))).values()
    assert (deal.outcome, list(deal.achievements)) == ("won", ["met", "signed"])
    standing = progress(deal, datetime.date(2026, 3, 1)).out_of_order
    assert [one.milestone.id for one in standing] == ["signed"]


def test_what_was_jumped_over_is_told_when_the_deal_comes_back_to_it() -> None:
    stages = ["Meeting", "Won", "Offer"]
    records = [["D1", f"2026-01-0{day}", stage] for day, stage in enumerate(stages, 1)]
    found = imported(table_text(H, records), mapping(reads="stages"))
    assert [(row.date, row.event, row.milestone) for row in found.rows[2:]] == [
        ("2026-01-02", "achieved", "signed"),
        ("2026-01-03", "reopened", ""),
        ("2026-01-03", "achieved", "offered"),
    ]


def test_an_event_after_the_end_does_not_reopen_a_deal() -> None:
    found = imported(table_text(H, [["D1", "2026-01-01", "Lost"], ["D1", "2026-01-02", "Offer"]]))
    assert [row.event for row in found.rows] == ["opened", "lost", "achieved"]
    assert "after-the-end" in {fact.name for fact in found.quality}


def test_what_changes_about_a_deal_is_a_row_and_what_stays_is_not() -> None:
    columns = {"deal": "id", "stamp": "at", "amount": "sum", "close_date": "due", "owner": "who"}
    records = [
        ["D1", "2026-01-01", "$1,000", "2026-06-01", "7"],
        ["D1", "2026-01-02", "1000", "2026-06-01 00:00:00", "8"],
    ]
    records += [["D1", "2026-01-03", "", "2026-07-01", ""]]
    found = imported(
        table_text(["id", "at", "sum", "due", "who"], records),
        mapping(columns=columns, people={"7": "dana", "8": "lee"}, keep_first=frozenset({"owner"})),
    )
    opened, changed = found.rows
    assert (opened.amount, opened.close_date, opened.owner, opened.sale_type) == ("1000", "2026-06-01", "dana", "sale")
    assert (changed.date, changed.close_date, changed.amount, changed.owner) == ("2026-01-03", "2026-07-01", "", "")


def test_a_machine_is_nobody() -> None:
    columns = {"deal": "id", "stamp": "at", "event": "what", "by": "who"}
    records = [["D1", "2026-01-01", "Meeting", "112"], ["D1", "2026-01-02", "Offer", "7"]]
    found = imported(
        table_text([*H, "who"], records), mapping(columns=columns, machines=frozenset({"112"}), people={"7": "dana"})
    )
    assert [row.by for row in found.rows] == ["", "", "dana"]


def test_declared_fields_and_sale_types_come_from_columns() -> None:
    columns = {"deal": "id", "stamp": "at", "event": "what", "sale_type": "kind", "region": "area"}
    through = mapping(
        columns=columns,
        constants={},
        sale_types={"Existing": "renewal"},
        events_of={"renewal": {"Meeting": ("offered",)}},
    )
    into = workspace(settings="currency: USD\nfields:\n  region: {type: text}")
    found = imported(
        table_text([*H, "kind", "area"], [["D1", "2026-01-01", "Meeting", "Existing", "EMEA"]]), through, into
    )
    assert found.rows[0].sale_type == "renewal"
    assert found.rows[0].fields == {"region": "EMEA"}
    assert found.rows[1].milestone == "offered"


def test_a_declared_field_may_have_the_name_of_a_role() -> None:
    into = workspace(settings="currency: USD\nfields:\n  order: {type: text}\n  stamp: {type: text}")
    columns = {"deal": "id", "stamp": "at", "event": "what", "order": "no"}
    records = [["D1", "2026-01-05", "Offer", "8"], ["D1", "2026-01-05", "Meeting", "7"]]
    found = imported(table_text([*H, "no"], records), mapping(columns=columns), into)
    assert [(row.event, row.milestone, dict(row.fields)) for row in found.rows] == [
        ("opened", "", {"order": "7", "stamp": "2026-01-05"}),
        ("achieved", "met", {}),
        ("changed", "", {"order": "8"}),
        ("achieved", "offered", {}),
    ]


def test_unmapped_words_are_one_problem_that_lists_them_with_counts() -> None:
    records = [["D1", "2026-01-01", "Demo"], ["D2", "2026-01-01", "Demo"], ["D1", "2026-01-02", "Nap"]]
    (problem,) = imported(table_text(H, records)).problems
    assert problem.name == "unmapped-event"
    assert '"Demo" (2), "Nap" (1)' in problem.message


def test_sale_types_without_a_process_are_one_problem() -> None:
    columns = {"deal": "id", "stamp": "at", "event": "what", "sale_type": "kind"}
    found = imported(
        table_text([*H, "kind"], [["D1", "2026-01-01", "Meeting", "Odd"]]), mapping(columns=columns, constants={})
    )
    assert [(p.name, '"Odd" (1)' in p.message) for p in found.problems] == [("unmapped-sale-type", True)]


def test_what_cannot_be_read_is_a_problem_with_its_line() -> None:
    columns = {"deal": "id", "stamp": "at", "event": "what", "amount": "sum", "close_date": "due"}
    records = [["D1", "yesterday", "Meeting", "1", ""], ["D2", "2026-01-01", "Meeting", "much", "2026-02-30"]]
    found = imported(table_text([*H, "sum", "due"], records), mapping(columns=columns))
    assert [(p.name, p.place.line) for p in found.problems] == [
        ("unreadable-stamp", 2),
        ("unreadable-amount", 3),
        ("unreadable-date", 3),
    ]


def test_a_column_that_is_not_there_is_a_problem_that_lists_those_that_are() -> None:
    (problem,) = imported(table_text(["id", "at", "event"], [["D1", "2026-01-01", "Meeting"]])).problems
    assert problem.name == "absent-column"
    assert problem.hint == "the columns of f.csv: id, at, event"


def test_ambiguous_dates_are_refused_until_the_file_or_the_mapping_tells() -> None:
    records = [["D1", "03/04/2026", "Meeting"]]
    assert [p.name for p in imported(table_text(H, records)).problems] == ["ambiguous-date"]
    assert imported(table_text(H, records), mapping(dates="day-first")).rows[0].date == "2026-04-03"
    assert imported(table_text(H, [*records, ["D2", "04/13/2026", "Meeting"]])).rows[0].date == "2026-03-04"


def test_footers_torn_lines_and_deleted_records_are_left_out_and_counted() -> None:
    columns = {"deal": "id", "stamp": "at", "event": "what", "deleted": "gone"}
    text = table_text([*H, "gone"], [["D1", "2026-01-01", "Meeting", "false"], ["D2", "2026-01-01", "Meeting", "TRUE"]])
    found = imported(text + "Grand Total,2\n\nCopyright (c) somebody\n", mapping(columns=columns))
    assert {row.deal for row in found.rows} == {"D1"}
    facts = {fact.name: fact for fact in found.quality}
    assert facts["deleted"].examples == ("D2",)
    assert facts["no-record"].examples == ("line 4", "line 6")


def test_line_breaks_and_control_characters_do_not_reach_the_ledger() -> None:
    columns = {"deal": "id", "stamp": "at", "event": "what", "account": "who"}
    found = imported(
        table_text([*H, "who"], [["D1", "2026-01-01", "Meeting", " A\nB\x1b[31m\x00 "]]), mapping(columns=columns)
    )
    assert found.rows[0].account == "A\\nB[31m"


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_records_with_different_stamps_does_not_matter(order: list[int]) -> None:
    records = [
        ["D1", f"2026-01-0{n + 1}", what] for n, what in enumerate(["New", "Meeting", "Offer", "Lost", "New", "Won"])
    ]
    assert imported(table_text(H, [records[n] for n in order])).rows == imported(table_text(H, records)).rows


MILESTONES = ["submitted", "preaccepted", "accepted", "finalized", "offer-sent", "offer-returned", "approved"]
LOAN = ["A_SUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "A_FINALIZED", "O_SENT", "O_SENT_BACK", "A_APPROVED"]
LOANS = Path(__file__).parent / "loans"


def loan_records() -> list[list[str]]:
    """Forty applications: ten won, twenty-five lost, five open; offers sent twice, an offer event after the end."""
    records = []
    for case in range(40):
        reached = 7 if case < 10 else 1 + case % 5
        events = [*LOAN[:reached], *(["O_SENT"] if reached == 7 and case % 2 else [])]
        events += [] if case < 10 or case >= 35 else ["A_DECLINED" if case % 2 else "A_CANCELLED"]
        events += ["O_CANCELLED"] if case == 12 else []
        start = datetime.datetime(2025, 1, 1, 23, 30) + datetime.timedelta(days=case)
        for number, event in enumerate(events):
            moment = start + datetime.timedelta(hours=20 * (number // 2))
            actor = "112" if number < 2 else "10862"
            records.append(
                [str(170_000 + case), str(number + 1), event, f"{moment.isoformat()}.546+01:00", actor, "15000"]
            )
    return records


def test_a_log_of_loan_applications_becomes_deals() -> None:
    into = workspace_of_loans()
    through, problems = load_mapping(LOANS / "mapping.yaml", "imports/loans.yaml", into.settings, into.processes)
    assert through is not None
    assert problems == []
    text = table_text(["case_id", "seq", "event", "timestamp", "actor", "amount"], loan_records())
    found = imported(text, through, into)
    deals = fold_all(found.rows, into.processes, into.settings, as_of(datetime.date(2025, 12, 31)))
    outcomes = [deal.outcome for deal in deals.values()]
    assert [outcomes.count(outcome) for outcome in ("won", "lost", "open")] == [10, 25, 5]
    assert deals["170001"].achievements["offer-sent"].times == 2
    assert deals["170000"].owner == "10862"
    assert list(deals["170000"].achievements) == MILESTONES
    assert deals["170000"].opened == datetime.date(2025, 1, 1)
    for earlier, later in itertools.pairwise(found.rows):
        assert earlier.deal != later.deal or earlier.recorded_at < later.recorded_at


def workspace_of_loans() -> Known:
    definitions = load_definitions({"processes/loan.yaml": (LOANS / "process.yaml").read_bytes()})
    return known(definitions.settings, definitions.team, definitions.processes, ())


@pytest.mark.parametrize("text", ["", "id,at,what\n", "id,at,what"])
def test_an_empty_file_is_no_crash(text: str) -> None:
    found = imported(text)
    assert found.rows == ()
    assert bool(found.problems) == (text == "")


def test_a_line_that_lost_cells_between_records_is_a_problem_and_a_caption_is_not() -> None:
    text = "id,at,what\nD1,2026-01-01,Meeting\nD2,2026-01-01\nSubtotal\n,2026-01-01,Meeting\nD3,2026-01-01,Meeting\nTotal,3\n"
    found = imported(text)
    assert [(p.name, p.place.line) for p in found.problems] == [("torn-record", 3), ("torn-record", 5)]
    assert {row.deal for row in found.rows} == {"D1", "D3"}


def test_a_quote_that_is_never_closed_stops_instead_of_swallowing_records() -> None:
    with pytest.raises(MilestonectlError, match="cannot be read as CSV"):
        imported('id,at,what\nD1,"2026-01-01,Meeting\nD2,2026-01-01,Meeting\n')


@given(st.integers(0, 7))
@settings(deadline=None)
def test_an_export_that_begins_in_the_middle_adds_nothing_twice(start: int) -> None:
    stages = ["Meeting", "Meeting", "Offer", "Meeting", "Lost", "Lost", "Offer", "Won"]
    records = [["D1", f"2026-01-0{day}", stage, str(day // 2)] for day, stage in enumerate(stages, 1)]
    through = mapping(reads="stages", columns={"deal": "id", "stamp": "at", "event": "what", "amount": "sum"})
    whole = imported(table_text([*H, "sum"], records), through)
    part = imported(table_text([*H, "sum"], records[start:]), through, workspace(whole.rows))
    assert part.rows == ()
    begun = imported(table_text([*H, "sum"], records[: start + 1]), through)
    rest = imported(table_text([*H, "sum"], records[start:]), through, workspace(begun.rows))
    assert {*(row.id for row in begun.rows), *(row.id for row in rest.rows)} == {row.id for row in whole.rows}


def test_somebody_who_watches_sees_the_reading_and_then_the_making_of_the_rows() -> None:
    seen: list[tuple[str, str, list[float]]] = []

    def watch(parts: Iterator[AnyPart], doing: str, what: str) -> Iterator[AnyPart]:
        listed = list(parts)
        seen.append((doing, what, [part.share for part in listed]))
        yield from listed

    records = [[f"D{number}", "2026-01-05", "Won"] for number in range(400)]
    table = parse_table(table_text(H, records).encode(), "f.csv", COLUMNS.values())
    import_tables([table], mapping(), workspace(), SYSTEMS["csv"], watch)
    assert seen == [("Reading", "f.csv", [1.0]), ("Making", "rows of 400 deals", [0.75, 1.0])]
