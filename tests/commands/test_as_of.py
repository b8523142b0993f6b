"""What is recorded after a day changes no report of that day, whatever it says and whatever day it is dated."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trust_building import achieved, make_workspace, opened

from milestonectl.files.record import append_rows
from milestonectl.model.row import EVENTS, Row, seal
from milestonectl.model.settings import Settings

Run = Callable[..., Any]
DAY = "2026-11-12"
KNOWN = [
    opened("A"),
    opened("B", amount="84000", currency="USD", close_date="2026-12-24"),
    achieved("A"),
    achieved("B", "offered"),
]
REPORTS = [
    ("status", "-o", "json"),
    ("status", "--by", "rep"),
    ("status", "--outcome", "all", "-o", "csv"),
    ("show", "A", "--history"),
    ("show", "B", "-o", "json"),
    ("next",),
    ("next", "B"),
    ("pace", "--target", "600000", "--contract-value", "50000"),
    ("audit", "-o", "json"),
    ("export", "csv"),
    ("export", "jsonl", "--what", "deals"),
]


@st.composite
def later_rows(draw: st.DrawFn) -> Row:
    """A row of any kind and any date, recorded after the day."""
    event = draw(st.sampled_from(EVENTS))
    said: dict[str, Any] = {
        "deal": draw(st.sampled_from(["A", "B", "C"])),
        "date": draw(st.sampled_from(["2026-11-01", "2026-11-05", DAY, "2026-11-13", "2026-12-01"])),
        "by": draw(st.sampled_from(["dana", "kim"])),
        "milestone": draw(st.sampled_from(["met", "offered", "signed"])),
        "reason": draw(st.sampled_from(["no budget this year", "n/a"])),
        "ref": draw(st.sampled_from([row.id for row in KNOWN]))
        if event == "voided"
        else draw(st.sampled_from(["2f9c", "x"])),
        "kind": "email",
    }
    if event in ("opened", "changed"):
        said |= {
            "sale_type": "sale",
            "account": "Other",
            "owner": "kim",
            "amount": "5",
            "currency": "EUR",
            "close_date": "2027-01-01",
        }
    recorded = draw(
        st.sampled_from(["2026-11-13T00:00:00.000000Z", "2026-11-20T08:00:00.000000Z", "2027-02-01T00:00:00.000000Z"])
    )
    return seal(Row(event=event)._replace(**said), recorded)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(later_rows(), min_size=3, max_size=12))
def test_later_rows_of_every_kind_change_no_byte(
    run: Run, tmp_path_factory: pytest.TempPathFactory, later: list[Row]
) -> None:
    root: Path = make_workspace(tmp_path_factory.mktemp("as-of"))
    append_rows(root, KNOWN, Settings(), "2026/dana")
    before = [run("-C", str(root), "--as-of", DAY, *report) for report in REPORTS]
    append_rows(root, later, Settings(), "2026/kim")
    assert [run("-C", str(root), "--as-of", DAY, *report) for report in REPORTS] == before
