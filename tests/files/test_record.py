"""Where rows go, and that they never spoil what is there."""

from pathlib import Path

import pytest
from trust_building import achieved, ledger_bytes, make_workspace, opened

from milestonectl.files.record import append_rows
from milestonectl.files.workspace import load_compiled
from milestonectl.model.errors import MilestonectlError, UsageError
from milestonectl.model.row import Row, seal
from milestonectl.model.settings import DealField, Settings

CSV, YAML = Settings(), Settings(ledger_format="yaml")
FIRST = "ledger/2026/dana.csv"


def write(root: Path, *rows: Row, settings: Settings = CSV) -> str:
    return append_rows(root, rows, settings, "2026/dana").relative_to(root).as_posix()


def deals(root: Path) -> list[str]:
    return sorted(row.deal for row in load_compiled(root).rows)


def test_a_column_that_the_header_lacks_starts_a_further_file(tmp_path: Path) -> None:
    root = make_workspace(tmp_path)
    write(root, opened("A"))
    first = (root / FIRST).read_bytes()
    declared = Settings(fields=(DealField("seats", "number"),))
    assert write(root, opened("B", fields={"seats": "12"}), settings=declared) == "ledger/2026/dana.2.csv"
    assert write(root, opened("C", fields={"seats": "3"}), settings=declared) == "ledger/2026/dana.2.csv"
    assert write(root, opened("D")) == FIRST
    assert (root / FIRST).read_bytes().startswith(first)
    assert deals(root) == ["A", "B", "C", "D"]


@pytest.mark.parametrize("kind", ["csv", "yaml"])
def test_nothing_is_glued_onto_a_torn_line(tmp_path: Path, kind: str) -> None:
    root = make_workspace(tmp_path, kind)
    settings = CSV if kind == "csv" else YAML
    first = root / write(root, opened("A"), settings=settings)
    torn = first.read_bytes() + first.read_bytes().splitlines(keepends=True)[-1][:40]
    first.write_bytes(torn)
    assert write(root, opened("B"), settings=settings) == f"ledger/2026/dana.2.{kind}"
    assert first.read_bytes() == torn
    assert deals(root) == ["A", "B"]
    assert [(p.name, p.place.file) for p in load_compiled(root).problems] == [("torn-line", f"ledger/2026/dana.{kind}")]


@pytest.mark.parametrize(
    "text", ["id,recorded_at,date,deal,ev", "date,deal,event\n", "id,id,date,deal,event\n", ",,,\n"]
)
def test_a_header_that_cannot_take_the_row_is_left_alone(tmp_path: Path, text: str) -> None:
    root = make_workspace(tmp_path)
    path = root / FIRST
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert write(root, opened("A")) == "ledger/2026/dana.2.csv"
    assert path.read_text() == text
    assert deals(root) == ["A"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_are_respected(tmp_path: Path, newline: str, end: str, mark: bytes) -> None:
    root = make_workspace(tmp_path)
    write(root, opened("A"))
    before = mark + (root / FIRST).read_bytes().replace(b"\n", newline.encode()).rstrip() + end.encode()
    (root / FIRST).write_bytes(before)
    assert write(root, achieved("A")) == FIRST
    after = (root / FIRST).read_bytes()
    assert after.startswith(before)
    assert after.endswith(newline.encode()) or end == "\r\n"
    assert deals(root) == ["A", "A"]
    assert load_compiled(root).problems == ()


@pytest.mark.parametrize("existing", [b"", b"\n\n", b"\xef\xbb\xbf", b"\r\n"])
def test_a_file_without_rows_gets_a_header(tmp_path: Path, existing: bytes) -> None:
    root = make_workspace(tmp_path)
    (root / FIRST).parent.mkdir(parents=True)
    (root / FIRST).write_bytes(existing)
    assert write(root, opened("A")) == FIRST
    assert deals(root) == ["A"]


def test_links_are_not_written_through(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "w")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("keys")
    (root / "ledger").mkdir()
    (root / "ledger" / "2026").symlink_to(elsewhere)
    with pytest.raises(MilestonectlError, match="a link leads elsewhere"):
        write(root, opened("A"))
    (root / "ledger" / "2026").unlink()
    (root / "ledger" / "2026").mkdir()
    (root / FIRST).symlink_to(elsewhere / "precious")
    with pytest.raises(MilestonectlError, match="a link leads elsewhere"):
        write(root, opened("A"))
    assert [(found.name, found.read_text()) for found in elsewhere.iterdir()] == [("precious", "keys")]


@pytest.mark.parametrize("shard", ["../../escape", "import/..", "/etc/x", "import/.hidden", "a\\b", "import/"])
def test_a_shard_stays_below_the_ledger_and_is_read(tmp_path: Path, shard: str) -> None:
    root = make_workspace(tmp_path / "w")
    append_rows(root, [opened("A")], CSV, shard)
    assert list(tmp_path.iterdir()) == [root]
    assert deals(root) == ["A"]


@pytest.mark.parametrize("settings", [CSV, YAML], ids=["csv", "yaml"])
def test_what_could_not_be_read_back_is_not_written(tmp_path: Path, settings: Settings) -> None:
    root = make_workspace(tmp_path)
    for note in ("two\nlines", "x" * 100_001, "nul\0", "back\r"):
        if settings is YAML and len(note) < 100:
            continue  # YAML writes them as escapes, which are read back
        with pytest.raises(UsageError):
            write(root, seal(Row(date="2026-11-21", deal="A", event="opened", note=note)), settings=settings)
    assert not (root / "ledger").exists() or not ledger_bytes(root)
