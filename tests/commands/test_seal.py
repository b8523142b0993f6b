"""`seal` fills the empty cells of hand-typed rows, and changes no other byte."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from trust_building import commit, make_workspace

from milestonectl.files.workspace import load_workspace
from milestonectl.model.row import fingerprint

Run = Callable[..., Any]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-21T10:00:00+00:00")
    return make_workspace(tmp_path)


CSV = (
    "id,recorded_at,date,deal,event,sale_type,account,note\n"
    ',,2026-11-02,ACME-1,opened,sale,"Acme, Ltd","said ""yes"""\n'
    "\n"
    '"",,2026-11-02,ZOË-2,opened,sale,,\n'
)
NO_STAMPS = (
    "date,deal,event,sale_type,account\n2026-11-02,ACME-1,opened,sale,Acme\nnonsense\n2026-11-02,B-2,opened,sale,\n"
)
YAML = (
    "# by hand\n"
    "- {date: 2026-11-02, deal: ACME-1, event: opened, sale_type: sale, account: 'Acme: {Ltd}, x'}\n"
    '- {id: "", recorded_at: , date: 2026-11-02, deal: B-2, event: opened, sale_type: sale}\n'
    "- {date: 2026-11-02, deal: C-3, event: opened, sale_type: sale, id: }\n"
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", [True, False])
@pytest.mark.parametrize(("text", "kind", "rows"), [(CSV, "csv", 2), (NO_STAMPS, "csv", 2), (YAML, "yaml", 3)])
def test_only_the_stamps_are_new(
    run: Run, root: Path, newline: str, mark: str, end: bool, text: str, kind: str, rows: int
) -> None:
    path = root / "ledger" / f"hand.{kind}"
    path.parent.mkdir()
    written = mark + (text if end else text.removesuffix("\n")).replace("\n", newline)
    path.write_bytes(written.encode())
    path.chmod(0o640)
    before = load_workspace(root).rows
    assert f"Would seal {rows} rows in 1 file" in run("-C", str(root), "seal", "--dry-run").out
    assert path.read_bytes() == written.encode()
    assert f"Sealed {rows} rows in 1 file" in run("-C", str(root), "seal").out
    after = load_workspace(root).rows
    assert [row._replace(id="", recorded_at="") for row in after] == list(before)
    assert all(row.id == fingerprint(row) for row in after)
    assert {row.recorded_at for row in after} == {"2026-11-21T10:00:00.000000Z"}
    assert path.stat().st_mode & 0o777 == 0o640
    unstamped = path.read_bytes().decode()
    for row in after:
        unstamped = unstamped.replace(row.id, "").replace(row.recorded_at, "")
    letters = str.maketrans("", "", ",\" '~")
    for name in ("id:", "recorded_at:", "id", "recorded_at"):
        unstamped, written = unstamped.replace(name, ""), written.replace(name, "")
    assert unstamped.translate(letters) == written.translate(letters)
    assert "Every row is sealed." in run("-C", str(root), "seal").out


def test_a_row_that_git_knows_was_recorded_when_it_was_committed(run: Run, root: Path) -> None:
    path = root / "ledger" / "hand.csv"
    path.parent.mkdir()
    header, row = "id,recorded_at,date,deal,event,sale_type\n", ",,2026-11-02,ACME-1,opened,sale\n"
    path.write_text(header + row)
    commit(root, "by hand", "2026-11-05T09:30:00+00:00")
    path.write_text(header + row + row.replace("ACME-1", "BOLT-2"))
    assert run("-C", str(root), "seal").code == 0
    assert [row.recorded_at for row in load_workspace(root).rows] == [
        "2026-11-05T09:30:00.000000Z",
        "2026-11-21T10:00:00.000000Z",
    ]


def test_sealed_rows_and_a_file_without_any_are_not_touched(run: Run, root: Path) -> None:
    path = root / "ledger" / "hand.csv"
    path.parent.mkdir()
    path.write_text(CSV)
    run("-C", str(root), "seal")
    before = path.stat()
    assert run("-C", str(root), "seal").code == 0
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
