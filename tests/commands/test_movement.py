import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_building import written

Run = Callable[..., Any]
PROCESS = (
    "process: sale\ntitle: Sale\nwins: signed\nstages: [{id: a, title: A, milestones: [{id: signed, title: Signed}]}]\n"
)
LEDGER = """date,deal,event,milestone,reason,sale_type,owner,amount,close_date
2026-01-01,D1,opened,,,sale,dana,100,2026-03-01
2026-01-01,D2,opened,,,sale,lee,50.50,2026-03-01
2026-02-05,D1,changed,,,,,90,2026-03-11
2026-02-06,D2,lost,,price,,,,
2026-02-07,D3,opened,,,sale,dana,7,2026-03-01
2026-02-08,D3,achieved,signed,,,,,
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(tmp_path, {"processes/sale.yaml": PROCESS, "ledger/a.csv": LEDGER})


def test_the_buckets_lead_from_opening_to_closing(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "movement", "--from", "2026-02-01", "--to", "2026-02-28", "-o", "json")
    document = json.loads(ran.out)
    (row,) = document["rows"]
    flows = {b["bucket"]: b["amount"] for b in row["buckets"] if b["deals"]}
    assert (row["opening"], row["closing"]) == (150.5, 90.0)
    assert flows == {"created": 7.0, "decreased": -10.0, "lost": -50.5, "won": -7.0}
    assert document["pushes"] == [{"deal": "D1", "before": "2026-03-01", "after": "2026-03-11", "days": 10}]


def test_a_rep_sees_only_their_own_pipeline(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "movement", "--from", "2026-02-01", "--to", "2026-02-28", "--rep", "lee", "-o", "csv")
    assert ran.out.splitlines()[1:] == ["USD,opening,,50.5", "USD,lost,D2,-50.5"]


def test_the_days_must_be_in_order(root: Path, run: Run) -> None:
    ran = run("-C", str(root), "movement", "--from", "2026-02-02", "--to", "2026-02-01")
    assert (ran.code, "before --from" in ran.err) == (2, True)
