"""Event logs read by pm4py, a reader that is not ours: `pip install pm4py`, then `pytest tests/long/test_event_logs.py`.

Skipped without pm4py. Its licence is the AGPL, so it is no dependency of anything here, and nothing ships with it.
"""

import csv
import importlib
import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "halden"
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(
        importlib.util.find_spec("pm4py") is None,
        reason="pm4py is not here: pip install pm4py (AGPL, so no dependency)",
    ),
]


@pytest.fixture
def pm4py() -> Any:
    return importlib.import_module("pm4py")


def exported(form: str, path: Path, *options: str) -> Path:
    """The example in a format, written by the command."""
    command = [sys.executable, "-m", "milestonectl", "-C", str(EXAMPLE), "export", form, str(path), *options]
    subprocess.run(command, check=True, capture_output=True)
    return path


@pytest.fixture
def happened(tmp_path: Path) -> Counter[str]:
    """Events by what happened, counted in the ledger itself; a voided row did not happen."""
    with exported("csv", tmp_path / "ledger.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    voided = {row["ref"] for row in rows if row["event"] == "voided"}
    kept = [row for row in rows if row["id"] not in voided]
    known = ("opened", "achieved", "evidence", "waived", "lost", "reopened")
    return Counter(row["event"] for row in kept if row["event"] in known)


def test_xes(pm4py: Any, tmp_path: Path, happened: Counter[str]) -> None:
    log = pm4py.read_xes(str(exported("xes", tmp_path / "deals.xes")))
    print(f"XES: {log['case:concept:name'].nunique():,} traces, {len(log):,} events")
    assert Counter(log["event"]) == happened
    assert log["case:concept:name"].nunique() == happened["opened"]
    assert str(log["time:timestamp"].dtype).startswith("datetime64")
    graph, starts, _ = pm4py.discover_dfg(log)
    assert set(starts) == {"opened"}
    assert sum(graph.values()) == len(log) - happened["opened"]


def test_ocel(pm4py: Any, tmp_path: Path, happened: Counter[str]) -> None:
    path = exported("ocel", tmp_path / "deals.json").rename(tmp_path / "deals.jsonocel")
    log = pm4py.read_ocel2_json(str(path))
    print(f"OCEL: {len(log.objects):,} objects, {len(log.events):,} events, {len(log.relations):,} relations")
    assert len(log.events) == happened.total()
    assert set(log.objects["ocel:type"]) == {"deal", "account", "rep", "contact"}
    assert (log.objects["ocel:type"] == "deal").sum() == happened["opened"]
    assert set(log.relations["ocel:oid"]) <= set(log.objects["ocel:oid"])
    assert (log.relations["ocel:type"] == "deal").sum() == len(log.events)
