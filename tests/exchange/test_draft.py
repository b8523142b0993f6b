import re
from pathlib import Path

import pytest
from exchange_building import table_text, workspace

from milestonectl.exchange.draft import draft_mapping, guessed_columns
from milestonectl.exchange.systems import SYSTEMS
from milestonectl.exchange.tables import parse_table
from milestonectl.files.mapping import load_mapping
from milestonectl.model.errors import UsageError

HISTORY = ["Id", "OpportunityId", "CreatedById", "CreatedDate", "StageName", "Amount"]
RECORDS = [
    ["1", "D", "U1", "2026-01-05", "Offered", "1"],
    ["2", "D", "U1", "2026-01-06", "Closed Won", "1"],
    ["3", "E", "U1", "2026-01-06", "Value: proposed", "1"],
]


def test_a_draft_fills_in_what_can_be_told_and_leaves_the_rest_to_decide() -> None:
    text = draft_mapping([parse_table(table_text(HISTORY, RECORDS).encode(), "f")], SYSTEMS["salesforce"], workspace())
    assert "  Offered: offered\n" in text
    assert '  # "Value: proposed":      # in 1 record\n' in text
    assert "# constants: {sale_type: renewal}   # one of renewal, sale\n" in text


def test_a_draft_is_a_mapping_without_problems(tmp_path: Path) -> None:
    into = workspace()
    for system, header in (("salesforce", HISTORY), ("csv", ["deal", "who", "user", "date", "stage", "value"])):
        path = tmp_path / f"{system}.yaml"
        path.write_text(draft_mapping([parse_table(table_text(header, RECORDS).encode(), "f")], SYSTEMS[system], into))
        mapping, problems = load_mapping(path, "m.yaml", into.settings, into.processes)
        assert problems == []
        assert mapping is not None
        assert mapping.means("Offered", "sale") == ("offered",)


def test_columns_are_guessed_by_what_people_call_them() -> None:
    header = ["case_id", "seq", "event", "timestamp", "actor", "amount"]
    expected = {
        "deal": "case_id",
        "stamp": "timestamp",
        "event": "event",
        "order": "seq",
        "by": "actor",
        "amount": "amount",
    }
    assert guessed_columns(header) == expected


def test_a_draft_says_that_no_record_tells_a_stage() -> None:
    deleted = table_text([*HISTORY, "IsDeleted"], [[*record, "true"] for record in RECORDS])
    text = draft_mapping([parse_table(deleted.encode(), "f")], SYSTEMS["salesforce"], workspace())
    assert "# No record of these files says in which stage a deal was" in text
    assert "events:" not in text


def test_a_file_of_no_known_shape_cannot_be_drafted() -> None:
    with pytest.raises(UsageError, match="those of no known file"):
        draft_mapping([parse_table(b"a,b\n1,2\n", "f")], SYSTEMS["pipedrive"], workspace())


def test_what_sounds_like_the_end_of_a_deal_is_only_proposed(tmp_path: Path) -> None:
    into = workspace()
    text = draft_mapping([parse_table(table_text(HISTORY, RECORDS).encode(), "f")], SYSTEMS["salesforce"], into)
    assert "  # Closed Won: won      # in 1 record\n" in text
    path = tmp_path / "m.yaml"
    path.write_text(text)
    mapping, _ = load_mapping(path, "m.yaml", into.settings, into.processes)
    assert mapping is not None
    assert mapping.means("Closed Won", "sale") is None
    path.write_text(text.replace("  # Closed Won: won ", "  Closed Won: won "))
    agreed, problems = load_mapping(path, "m.yaml", into.settings, into.processes)
    assert problems == []
    assert agreed is not None
    assert agreed.means("Closed Won", "sale") == ("won",)


def test_a_table_whose_columns_are_called_otherwise_asks_for_them() -> None:
    text = draft_mapping([parse_table(b"Vorgang;Datum;Phase\n1;2026-01-02;Lost\n", "f")], SYSTEMS["csv"], workspace())
    assert "# columns:\n  # deal:      # the column that says which deal a record is about\n" in text
    assert "  # not used: Vorgang, Datum, Phase\n" in text


PROSE = b"# Title\n\nSome words, and more.\n\n- one\n- two, three, four\n\nThe end.\n"


@pytest.mark.parametrize("system", ["csv", "salesforce", "hubspot"])
@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "f is empty"),
        (b"\n\n\n", "f is empty"),
        (b"deal,date,stage\n", 'f: the header would be "deal, date, stage", and no record stands below it'),
        (PROSE, 'the header would be "- two, three, four"; lines below it with as many cells (3): 0 of 1'),
        (b"deal\nA\nB\n", "a table of deals has more than one column"),
        (b"\x7fELF\x02\x01\x00\x00,\x00\x8f\n\x03,\x05\n", "f holds bytes that are no text"),
    ],
)
def test_what_is_no_table_cannot_be_drafted(system: str, raw: bytes, found: str) -> None:
    with pytest.raises(UsageError, match=re.escape(found)):
        draft_mapping([parse_table(raw, "f")], SYSTEMS[system], workspace())


def test_a_report_with_more_footers_than_records_is_a_table() -> None:
    footers = "".join(f"{word}\n" for word in ("Total", "Confidential", "Copyright", "All rights reserved"))
    report = f"Opportunity Name,Last Modified,To Stage,From Stage\nA,1/13/2026,Offered,\n{footers}"
    assert "Offered: offered" in draft_mapping([parse_table(report.encode(), "f")], SYSTEMS["salesforce"], workspace())
