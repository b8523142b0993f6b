"""The next version keeps every comment and the order of the file."""

import datetime
from pathlib import Path

import pytest
from workspace_building import base_text, base_workspace, findings

from milestonectl.files.bump import bump
from milestonectl.files.workspace import load_workspace
from milestonectl.model.errors import UsageError
from milestonectl.model.process import Process

P = "processes/service.yaml"
DAY = datetime.date(2026, 12, 1)


def latest(root: Path) -> Process:
    return load_workspace(root).processes.versions["service"][-1]


def test_only_version_and_date_change(tmp_path: Path) -> None:
    text = base_text(
        P, ("version: 1", "version: 1   # counts up"), ("title: Service", "# what we call it\ntitle: Service")
    )
    root = base_workspace(tmp_path, {P: text})
    done = bump(root, latest(root), DAY)
    assert done == ("service@2", P, "processes/service@1.yaml")
    assert (root / "processes/service@1.yaml").read_text() == text
    assert (root / P).read_text() == text.replace("version: 1   #", "version: 2   #").replace(
        "2026-01-01", "2026-12-01"
    )
    assert findings(root).problems == ()


def test_deals_keep_the_version_they_were_opened_under(tmp_path: Path) -> None:
    root = base_workspace(tmp_path)
    bump(root, latest(root), DAY)
    processes = load_workspace(root).processes
    before, after = (processes.current("service", DAY - datetime.timedelta(days=n)) for n in (1, 0))
    assert before is not None
    assert after is not None
    assert (before.version, after.version) == (1, 2)


def test_missing_keys_are_written_after_the_name(tmp_path: Path) -> None:
    text = base_text(P, ("version: 1\n", ""), ("effective: 2026-01-01\n", ""))
    root = base_workspace(tmp_path, {P: text})
    bump(root, latest(root), DAY)
    assert (root / P).read_text().splitlines()[:4] == [
        "process: service", "version: 2", "effective: 2026-12-01", "title: Service",
    ]  # fmt: skip
    assert findings(root).problems == ()


def test_again(tmp_path: Path) -> None:
    root = base_workspace(tmp_path)
    bump(root, latest(root), DAY)
    done = bump(root, latest(root), DAY + datetime.timedelta(days=1))
    assert done.kept == "processes/service@2.yaml"
    assert sorted(path.name for path in (root / "processes").iterdir()) == [
        "service.yaml",
        "service@1.yaml",
        "service@2.yaml",
    ]


def test_a_version_cannot_begin_before_the_one_before_it(tmp_path: Path) -> None:
    root = base_workspace(tmp_path)
    with pytest.raises(UsageError, match="choose a later day"):
        bump(root, latest(root), datetime.date(2026, 1, 1))
    assert not (root / "processes/service@1.yaml").exists()


def test_line_breaks_and_the_byte_order_mark_stay(tmp_path: Path) -> None:
    text = "\ufeff" + base_text(P, ("version: 1\n", ""), ("effective: 2026-01-01\n", ""))
    root = base_workspace(tmp_path)
    (root / P).write_bytes(text.replace("\n", "\r\n").encode())
    bump(root, latest(root), DAY)
    written = (root / P).read_bytes()
    assert written.startswith(
        b"\xef\xbb\xbfprocess: service\r\nversion: 2\r\neffective: 2026-12-01\r\ntitle: Service\r\n"
    )
    assert written.count(b"\n") == written.count(b"\r\n")
