"""A deal is proven as well as its weakest milestone."""

import datetime
from pathlib import Path

import pytest
from pages_building import achieved, make_workspace, opened, write

from milestonectl.deals.fold import fold_all
from milestonectl.deals.gates import progress
from milestonectl.deals.proof import proof_level
from milestonectl.files.workspace import load_compiled
from milestonectl.model.clock import as_of

DAY = datetime.date(2026, 11, 20)
MAIL = {"kind": "email", "ref": "1"}


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((), "open"),
        (({},), "asserted"),
        ((MAIL,), "documented"),
        ((MAIL | {"contact": "J. Roe"},), "confirmed"),
        ((MAIL | {"contact": "J. Roe"}, MAIL), "documented"),
        ((MAIL | {"contact": "J. Roe"}, MAIL | {"contact": "J. Roe"}), "confirmed"),
        ((MAIL | {"contact": "J. Roe"}, {}), "asserted"),
    ],
)
def test_the_weakest_counts(tmp_path: Path, evidence: tuple[dict[str, str], ...], expected: str) -> None:
    rows = [achieved("D", name, **cells) for name, cells in zip(("met", "needs"), evidence, strict=False)]
    write(make_workspace(tmp_path), opened("D"), *rows)
    workspace = load_compiled(tmp_path)
    deal = fold_all(workspace.rows, workspace.processes, workspace.settings, as_of(DAY))["D"]
    assert proof_level(progress(deal, DAY)) == expected
