"""Every command on files that are broken in every way: a located message, an exit code, nothing lost, never a traceback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from trust_building import NOW, achieved, ledger_bytes, make_workspace, opened

from milestonectl.cli import COMMANDS
from milestonectl.files.record import append_rows
from milestonectl.model.row import Row, seal
from milestonectl.model.settings import Settings

Run = Callable[..., Any]
LEDGER = "ledger/2026/dana.csv"
PROCESS = "processes/sale.yaml"
ARGUMENTS = {
    "open": ("NEW-1", "--sale-type", "sale", "--account", "New"),
    "log": ("ACME-1", "offered"),
    "plan": ("ACME-1", "signed", "--date", "2026-12-01"),
    "change": ("ACME-1", "--amount", "5000"),
    "lose": ("ACME-1", "--reason", "budget frozen for the year"),
    "reopen": ("GONE-2", "--reason", "a new director asked"),
    "show": ("ACME-1", "--history"),
    "next": ("ACME-1",),
    "undo": ("--yes",),
    "waive": ("ACME-1", "signed", "--reason", "one price list for all"),
    "void": ("{row}", "--reason", "logged on the wrong deal"),
    "pace": ("--target", "600000", "--contract-value", "50000"),
    "import": ("csv", "{root}/events.csv", "--mapping", "crm", "--write"),
    "audit": ("--repair",),
    "export": ("csv",),
    "report": ("-o", "markdown"),
    "explain": ("MC101",),
    "process": ("list",),
}
WITHOUT_WORKSPACE = {"init", "explain", "schema"}
NOT_HERE = {"init", "serve"}
"""One starts a workspace and does not read one, the other does not end by itself."""
HEAVY = {"rates", "forecast", "backtest", "movement", "report", "coach", "week"}
"""They count many deals: each is run on every fourth damage."""
MAPPING = "columns: {deal: id, stamp: at, event: what}\nconstants: {sale_type: sale}\nevents: {Meeting: met}\n"


class Damage(NamedTuple):
    """What is done to one file, and what must be said about it."""

    file: str
    change: Callable[[bytes], bytes | None]
    said: str
    """A part of the message; empty when nothing is wrong with it."""


def line(text: str) -> Callable[[bytes], bytes]:
    """A further line in the middle of the ledger."""
    return lambda raw: b"\n".join([*raw.split(b"\n")[:2], text.encode("latin-1"), *raw.split(b"\n")[2:]])


def row(**cells: str) -> Callable[[bytes], bytes]:
    """A further row in the middle of the ledger."""

    def changed(raw: bytes) -> bytes:
        header = raw.split(b"\n")[0].decode().split(",")
        said = {
            "date": "2026-11-09",
            "deal": "ACME-1",
            "event": "achieved",
            "milestone": "offered",
            "by": "dana",
            **cells,
        }
        return line(",".join(said.get(column, "") for column in header))(raw)

    return changed


HERE = f"{LEDGER}:3:"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(8)
)
DAMAGES = {
    "an empty ledger file": Damage(LEDGER, lambda _raw: b"", ""),
    "an empty process": Damage(PROCESS, lambda _raw: b"", PROCESS),
    "an empty settings file": Damage("milestonectl.yaml", lambda _raw: b"", ""),
    "a folder for a ledger file": Damage(LEDGER, lambda _raw: None, ""),
    "a folder for the team": Damage("team.yaml", lambda _raw: None, "team.yaml: it is no file"),
    "a byte order mark": Damage(LEDGER, lambda raw: b"\xef\xbb\xbf" + raw, ""),
    "a mark in a process": Damage(PROCESS, lambda raw: b"\xef\xbb\xbf" + raw, ""),
    "a NUL byte in a row": Damage(LEDGER, row(note="a\0b"), HERE),
    "a NUL byte in a process": Damage(PROCESS, lambda raw: raw + b"\0", PROCESS),
    "Latin-1 in a row": Damage(LEDGER, row(note="Zo\xeb"), HERE),
    "Latin-1 in a process": Damage(PROCESS, lambda raw: raw.replace(b"Met", b"M\xe9t"), f"{PROCESS}:8:"),
    "a conflict in the ledger": Damage(LEDGER, line("<<<<<<< HEAD"), HERE),
    "a conflict in a process": Damage(PROCESS, lambda raw: b"<<<<<<< HEAD\n" + raw, f"{PROCESS}:1:"),
    "a torn last line": Damage(LEDGER, lambda raw: raw + raw.splitlines()[-1][:40], f"{LEDGER}:6:"),
    "a cell of a megabyte": Damage(LEDGER, row(note="x" * 1_000_000), HERE),
    "a quoted cell of a megabyte": Damage(LEDGER, row(note=f'"{"x" * 900_000}"'), HERE),
    "a scalar of two megabytes": Damage(PROCESS, lambda raw: raw + b"# " + b"x" * 2_000_000, f"{PROCESS}:1:"),
    "a duplicate key": Damage(PROCESS, lambda raw: raw + b"title: Again\n", f"{PROCESS}:14:"),
    "a duplicate column": Damage(LEDGER, lambda raw: raw.replace(b"note", b"kind", 1), f"{LEDGER}:1:"),
    "an alias bomb": Damage(PROCESS, lambda _raw: BOMB.encode(), PROCESS),
    "an alias bomb for settings": Damage("milestonectl.yaml", lambda _raw: BOMB.encode(), "milestonectl.yaml"),
    "nesting 10,000 deep": Damage(PROCESS, lambda _raw: b"[" * 10_000, PROCESS),
    "mappings 10,000 deep": Damage("team.yaml", lambda _raw: b"{a: " * 10_000, "team.yaml"),
    "a day that is none": Damage(LEDGER, row(date="2026-02-30"), HERE),
    "a day before all sales": Damage(LEDGER, row(date="0001-01-01"), HERE),
    "a negative amount": Damage(LEDGER, row(event="changed", amount="-5", currency="USD"), HERE),
    "an amount that is no number": Damage(LEDGER, row(event="changed", amount="NaN", currency="USD"), HERE),
    "an endless amount": Damage(LEDGER, row(event="changed", amount="1e999999999", currency="USD"), HERE),
    "an unknown event": Damage(LEDGER, row(event="won"), HERE),
    "markup in a name": Damage(LEDGER, row(event="changed", account="[bold red]Acme[/] :smiley:"), ""),
    "escapes in a note": Damage(LEDGER, row(note="\x1b[2J\x1b]0;owned\x07"), ""),
    "a formula in a name": Damage(LEDGER, row(event="changed", account="=HYPERLINK(1)"), ""),
    "a name that looks like a flag": Damage(LEDGER, row(event="opened", deal="--help", sale_type="sale"), ""),
    "a deal with a line separator": Damage(LEDGER, row(event="opened", deal="A\x85B", sale_type="sale"), ""),
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-21T10:00:00+00:00")
    monkeypatch.setenv("MILESTONECTL_REP", "dana")
    root = make_workspace(tmp_path / "workspace")
    lost = seal(
        Row(date="2026-11-09", deal="GONE-2", event="lost", by="dana", reason="budget frozen for the year"), NOW
    )
    append_rows(root, [opened(), opened("GONE-2"), lost, achieved()], Settings(), "2026/dana")
    for name, text in {"imports/crm.yaml": MAPPING, "events.csv": "id,at,what\nD1,2026-01-05,Meeting\n"}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    return root


def invoke(run: Run, root: Path, name: str) -> Any:
    arguments = (argument.format(root=root, row=achieved().id) for argument in ARGUMENTS.get(name, ()))
    return run("-C", str(root), "--no-input", name, *arguments)


def damage(root: Path, what: Damage) -> None:
    path = root / what.file
    changed = what.change(path.read_bytes())
    if changed is None:
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(changed)


@pytest.mark.parametrize("what", DAMAGES.values(), ids=DAMAGES)
def test_every_command_says_what_is_wrong_and_loses_nothing(run: Run, root: Path, what: Damage) -> None:
    damage(root, what)
    left_out = NOT_HERE | (HEAVY if list(DAMAGES.values()).index(what) % 4 else set())
    for name in COMMANDS.keys() - left_out:
        before = ledger_bytes(root)
        ran = invoke(run, root, name)
        shown = ran.out + ran.err
        assert ran.code in (0, 1, 2, 3, 4), name
        assert "Traceback" not in shown, name
        assert "internal error" not in shown, (name, ran.err)
        if name != "export":  # which writes a file, and gives every cell as it is
            assert not any(unsafe in shown for unsafe in ("\x1b[2J", "\x1b]0;", "\x07", "\0")), name
        after = ledger_bytes(root)
        if name not in ("undo", "seal", "audit"):
            assert all(after.get(file, b"").startswith(raw) for file, raw in before.items()), name
    ran = run("-C", str(root), "validate", "-o", "concise")
    shown = ran.out + ran.err
    assert what.said in shown or (what.said.endswith(":6:") and "torn" not in shown)
    assert bool(what.said) <= (ran.code != 0) or what.said.endswith(":6:")


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - WITHOUT_WORKSPACE))
def test_without_a_workspace_every_command_says_how_to_start_one(run: Run, tmp_path: Path, name: str) -> None:
    ran = invoke(run, tmp_path, name)
    assert (ran.code, "milestonectl init" in ran.err) == (2, True)


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - WITHOUT_WORKSPACE))
def test_a_file_that_may_not_be_read_stops_every_command(
    run: Run, root: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, *_arguments: Any) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refused)
    ran = invoke(run, root, name)
    assert (ran.code, "Permission denied" in ran.err) == (3, True)
