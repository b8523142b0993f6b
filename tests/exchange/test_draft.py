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
    assert "  Closed Won: won\n" in text
    assert '  # "Value: proposed":      # in 1 records\n' in text
    assert "# constants: {sale_type: renewal}   # one of renewal, sale\n" in text


def test_a_draft_is_a_mapping_without_problems(tmp_path: Path) -> None:
    into = workspace()
    for system, header in (("salesforce", HISTORY), ("csv", ["deal", "who", "user", "date", "stage", "value"])):
        path = tmp_path / f"{system}.yaml"
        path.write_text(draft_mapping([parse_table(table_text(header, RECORDS).encode(), "f")], SYSTEMS[system], into))
        mapping, problems = load_mapping(path, "m.yaml", into.settings, into.processes)
        assert problems == []
        assert mapping is not None
        assert mapping.means("Closed Won", "sale") == ("won",)


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
