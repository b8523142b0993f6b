"""Every command that writes, with a system call failing: each in turn, once or for good, at once or after half the bytes."""

import errno
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults import Fault, failing
from trust_building import achieved, ledger_bytes, make_workspace, opened

from milestonectl.files import disk
from milestonectl.files.record import append_rows
from milestonectl.files.workspace import load_workspace
from milestonectl.model.settings import Settings

Run = Callable[..., Any]
MAPPING = (
    "columns: {deal: id, stamp: at, event: what}\nconstants: {sale_type: sale}\nevents: {Meeting: met, Signed: won}\n"
)
EVENTS = "id,at,what\nD1,2026-01-05,Meeting\nD1,2026-02-01,Signed\n"
HAND = "id,recorded_at,date,deal,event,milestone\n,,2026-11-10,ACME-1,achieved,met\n"
COMMANDS = {
    "log": ("log", "ACME-1", "met", "--evidence", "email:2f9c", "--evidence", "call:7"),
    "open": ("open", "BOLT-2", "--sale-type", "sale", "--account", "Bolt", "--by", "kim"),
    "waive": ("waive", "ACME-1", "met", "--reason", "one price list for all"),
    "lose": ("lose", "ACME-1", "--reason", "budget frozen"),
    "import": ("import", "csv", "{root}/events.csv", "--mapping", "crm", "--write"),
    "undo": ("undo", "--yes"),
    "redo": ("undo", "--redo", "--yes"),
    "seal": ("seal",),
    "repair": ("audit", "--repair"),
}


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-21T10:00:00+00:00")
    monkeypatch.setenv("MILESTONECTL_REP", "dana")


@pytest.fixture
def prepared(tmp_path: Path, request: pytest.FixtureRequest, run: Run) -> Path:
    """A workspace in which the command has something to do."""
    root = make_workspace(
        tmp_path / "prepared", "yaml" if request.node.callspec.params.get("kind") == "yaml" else "csv"
    )
    settings = Settings(ledger_format="yaml") if request.node.callspec.params.get("kind") == "yaml" else Settings()
    first = append_rows(root, [opened(), achieved(milestone="offered")], settings, "2026/dana")
    for name, text in {"imports/crm.yaml": MAPPING, "events.csv": EVENTS, "ledger/hand.csv": HAND}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    command = request.node.callspec.params["command"]
    if command == "redo":
        run("-C", str(root), "undo", "--yes")
    if command == "repair":
        first.write_bytes(first.read_bytes() + first.read_bytes().splitlines()[-1][:50])
    return root


def attempt(run: Run, root: Path, command: str) -> Any:
    disk._honours_append.cache_clear()
    return run("-C", str(root), *(argument.format(root=root) for argument in COMMANDS[command]))


def rows_of(root: Path) -> dict[str, bytes]:
    return {name: raw for name, raw in ledger_bytes(root).items() if "/." not in name and raw}


def torn(root: Path) -> list[str]:
    return [problem.place.file for problem in load_workspace(root).problems if problem.name == "torn-line"]


@pytest.mark.parametrize(
    ("command", "kind"), [*((command, "csv") for command in COMMANDS), ("log", "yaml"), ("seal", "yaml")]
)
def test_whatever_fails_once_nothing_is_lost(run: Run, prepared: Path, tmp_path: Path, command: str, kind: str) -> None:
    """Exit 0 and all of it is there, or another code and the record is as it was."""
    before, torn_before = rows_of(prepared), torn(prepared)
    shutil.copytree(prepared, tmp_path / "after")
    assert attempt(run, tmp_path / "after", command).code == 0
    after = rows_of(tmp_path / "after")
    assert after != before
    has_a_step_after_the_record = command in ("undo", "seal", "repair")
    for short in (False, True):
        for at in range(1, 90):
            root = shutil.copytree(prepared, tmp_path / f"{short}{at}")
            with failing(Fault(at, errno.EIO, short=short)) as fault:
                ran = attempt(run, root, command)
            assert "Traceback" not in ran.err
            assert "internal error" not in ran.err
            found = rows_of(root)
            if ran.code == 0:
                assert found == after, fault.seen
            else:
                assert ran.code in (1, 3)
                assert found == before or (has_a_step_after_the_record and found == after), fault.seen
                assert len(torn(root)) <= max(1, len(torn_before))
            shutil.rmtree(root)
            if not fault.hit:
                break
        else:
            pytest.fail("every call failed")


@pytest.mark.parametrize("kind", ["csv", "yaml"])
@pytest.mark.parametrize("command", ["log", "open", "import", "redo"])
def test_a_disk_that_stays_full_leaves_the_earlier_rows_and_says_what_is_torn(
    run: Run, prepared: Path, tmp_path: Path, command: str, kind: str
) -> None:
    before = rows_of(prepared)
    partial = 0
    for at in range(1, 90):
        root = shutil.copytree(prepared, tmp_path / str(at))
        with failing(Fault(at, short=True, forever=True)) as fault:
            ran = attempt(run, root, command)
        found = rows_of(root)
        assert all(found[name].startswith(raw) for name, raw in before.items()), fault.seen
        more = {name: raw for name, raw in found.items() if raw != before.get(name)}
        if not fault.hit:
            break
        if ran.code and more:
            partial += 1
            assert "audit --repair" in ran.err
            assert len(more) == 1
            # The rows are whole, and only their safety is in doubt; or one is torn.
            assert [p.name for p in load_workspace(root).problems] in ([], ["torn-line"])
            assert run("-C", str(root), "audit", "--repair").code in (0, 1)
            assert load_workspace(root).problems == ()
            assert all(rows_of(root)[name].startswith(raw) for name, raw in before.items())
    assert partial


LIMITED = """
import resource, signal, sys
from pathlib import Path
from milestonectl.files.disk import append
from milestonectl.model.errors import MilestonectlError
path = Path(sys.argv[1])
append(path, b"one\\n")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (6, 6))
try:
    append(path, b"two\\nthree\\n")
except MilestonectlError as error:
    print(error)
"""


def test_a_write_that_the_system_really_cuts_short_is_taken_back(tmp_path: Path) -> None:
    """The limit lets two of the bytes through, as the last block of a full disk would."""
    path = tmp_path / "dana.csv"
    ran = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True)
    assert "the disk took only a part; nothing was kept" in ran.stdout
    assert path.read_bytes() == b"one\n"
