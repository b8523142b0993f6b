"""Under other names nothing of the original can be found in any format, and every figure stays."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from exchange_building import workspace
from hostile_building import DAY, TEXT, ledgers
from hypothesis import given, settings
from hypothesis import strategies as st

from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import positions
from milestonectl.exchange.exports.formats import FORMATS, Contents
from milestonectl.exchange.exports.pseudonyms import pseudonymised
from milestonectl.model.clock import as_of
from milestonectl.model.row import Row

SETTINGS = "currency: USD\nfields:\n  region: {type: text}\n"
MARK = "Qzvx"
NAMED = st.builds(lambda before, n, after: f"{before}{MARK}{n}@x.example{after}", TEXT, st.integers(0, 4), TEXT)
EXAMPLE = Path(__file__).parents[2] / "examples" / "halden"


def everything(raw: bytes, form: str) -> str:
    """All text in a file, with what is packed unpacked."""
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            return "".join(name + book.read(name).decode() for name in book.namelist())
    if form == "parquet":
        table = pq.read_table(io.BytesIO(raw))
        return f"{table.to_pylist()} {table.schema} {table.schema.metadata} {raw!r}"
    return raw.decode()


@pytest.mark.parametrize("form", ["csv", "jsonl", "xes", "ocel", "xlsx", "parquet", "salesforce", "hubspot"])
def test_no_name_of_any_ledger_is_in_the_bytes(form: str) -> None:
    """Of two rows: a reason that three deals share stays, as a category."""
    into = workspace(settings=SETTINGS)

    @settings(deadline=None, max_examples=10 if form == "xlsx" else 25)
    @given(ledgers(NAMED, size=2))
    def hidden(rows: list[Row]) -> None:
        assert any(MARK in row.deal for row in rows)
        others = pseudonymised(rows, ["region"])
        deals = fold_all(others, into.processes, into.settings, as_of(DAY))
        for what in ("ledger", "deals", "milestones"):
            contents = Contents(positions(deals.values(), DAY, {}), others, ("region",), DAY)
            assert MARK not in everything(FORMATS[form](contents, what), form)

    hidden()


def figures(value: Any) -> Any:
    """What a machine reads of a report, without texts, in an order that does not depend on names."""
    if isinstance(value, dict):
        return {key: figures(child) for key, child in value.items()}
    if isinstance(value, list):
        return sorted((figures(child) for child in value), key=json.dumps)
    return None if isinstance(value, str) else value


Run = Callable[..., Any]


@pytest.mark.parametrize("report", ["rates", "status"])
def test_reports_on_the_example_keep_their_figures(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, report: str
) -> None:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-21T12:00:00+00:00")
    other = tmp_path / "other"
    shutil.copytree(EXAMPLE, other, ignore=shutil.ignore_patterns("ledger", ".*"))
    (other / "ledger").mkdir()
    exported = run("-C", str(EXAMPLE), "export", "csv", str(tmp_path / "all.csv"), "--pseudonymise")
    assert exported.code == 0, exported.err
    shutil.copy(tmp_path / "all.csv", other / "ledger" / "all.csv")
    before, after = (run("-C", str(root), report, "-o", "json") for root in (EXAMPLE, other))
    assert figures(json.loads(after.out)) == figures(json.loads(before.out))
    assert before.out != after.out or report == "rates"
