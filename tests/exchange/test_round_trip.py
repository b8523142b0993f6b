"""What is exported comes back as the same rows, in every format that holds a ledger, whatever people wrote."""

import pytest
from exchange_building import workspace
from hostile_building import DAY, TEXT, ledgers
from hypothesis import given, settings

from milestonectl.exchange.copies import import_copy
from milestonectl.exchange.exports.formats import FORMATS, Contents
from milestonectl.exchange.tables import parse_table
from milestonectl.model.row import Row

SETTINGS = "currency: USD\nfields:\n  region: {type: text}\n"


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_any_ledger_comes_back_the_same(form: str) -> None:
    into = workspace(settings=SETTINGS)

    @settings(deadline=None, max_examples=25 if form == "xlsx" else 60)
    @given(ledgers(TEXT))
    def same(rows: list[Row]) -> None:
        raw = FORMATS[form](Contents((), rows, ("region",), DAY), "ledger")
        found = import_copy(parse_table(raw, "f", (*Row._fields, "region")), into, lambda _row: "")
        assert found.problems == ()
        assert found.rows == tuple(rows)

    same()
