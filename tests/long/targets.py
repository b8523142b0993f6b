"""What is fuzzed: each takes any bytes, and must return. An error that is not meant for the user is a fault.

The suite feeds them from Hypothesis, `tests/long/fuzz.py` from a coverage-guided fuzzer.
"""

import contextlib
import datetime
import io
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import exchange_building
from trust_building import PROCESS, SETTINGS, TEAM, achieved, make_workspace, opened

from milestonectl.checks import check, examine
from milestonectl.cli import COMMANDS, root_command
from milestonectl.deals.audit import audit
from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import positions
from milestonectl.exchange.importing import Known, import_tables
from milestonectl.exchange.source import parse_text
from milestonectl.exchange.systems import SYSTEMS
from milestonectl.files.definitions import load_definitions
from milestonectl.files.ledger import parse_ledger
from milestonectl.files.record import append_rows
from milestonectl.model.clock import as_of
from milestonectl.model.errors import MilestonectlError
from milestonectl.model.settings import Settings
from milestonectl.model.workspace import Definitions, Workspace

TODAY = datetime.date(2026, 11, 21)
HEADER = "id,recorded_at,date,deal,event,milestone,by,kind,ref,amount,currency,close_date,reason,seats\n"
CSV = (
    HEADER
    + "9d4e,2026-11-02T10:00:00Z,2026-11-02,ACME-1,opened,,dana,,,84000,USD,2026-12-24,,12\n"
    + ',,2026-11-03,ACME-1,achieved,met,dana,email,"2f9c, 81d0",,,,,\n'
    + ",,2026-11-04,ACME-1,voided,,dana,,9d4e,,,,wrong deal,\n"
)
YAML = (
    "# by hand\n"
    '- {id: 9d4e, date: 2026-11-02, deal: ACME-1, event: opened, sale_type: sale, amount: "84000", currency: USD}\n'
    "- {date: 2026-11-03, deal: ACME-1, event: achieved, milestone: met, note: 'it''s, {so}', seats: 12}\n"
)
TABLE = "id;at;what\r\nD1;03/04/2026 10:00;Meeting\r\nD1;2026-02-01T00:00:00+02:00;Won\r\n"
TEXTS = {"milestonectl.yaml": SETTINGS.format(format="csv"), "team.yaml": TEAM, "processes/sale.yaml": PROCESS}
LONGEST = 4096


@cache
def _definitions() -> Definitions:
    return load_definitions({name: text.encode() for name, text in TEXTS.items()})


def definitions(data: bytes) -> None:
    """Settings, team and two processes, of which the first byte says which one is fuzzed."""
    names = [*TEXTS, "processes/sale@2.yaml"]
    name = names[data[0] % len(names)] if data else names[0]
    texts = {known: text.encode() for known, text in TEXTS.items()} | {name: data[1:]}
    found = load_definitions(texts)
    sources = {known: raw.decode(errors="replace") for known, raw in texts.items()}
    check(Workspace(*found[:3], (opened(), achieved()), found.problems, sources), TODAY)


def csv_ledger(data: bytes) -> None:
    """A CSV ledger, and everything that is made of its rows."""
    _ledger(data, "ledger/x.csv")


def yaml_ledger(data: bytes) -> None:
    """A YAML ledger, and everything that is made of its rows."""
    _ledger(data, "ledger/x.yaml")


def _ledger(data: bytes, file: str) -> None:
    settings, team, processes, _ = _definitions()
    rows, problems = parse_ledger(data, file, settings.field_names)
    if not rows:
        return
    workspace = Workspace(settings, team, processes, tuple(rows), tuple(problems), {})
    deals = fold_all(rows, processes, settings, as_of(TODAY))
    positions(deals.values(), TODAY, {})
    audit(deals.values(), rows)
    examine(workspace, TODAY, [])


def imported(data: bytes) -> None:
    """Another system's file."""
    with contextlib.suppress(MilestonectlError):
        table = parse_text(data, "f.csv", frozenset(exchange_building.COLUMNS.values()))
        import_tables([table], exchange_building.mapping(), _known(), SYSTEMS["csv"])


@cache
def _known() -> Known:
    return exchange_building.workspace()


@cache
def _root() -> Path:
    root = make_workspace(Path(mkdtemp(prefix="milestonectl-fuzz-")))
    append_rows(root, [opened(), achieved()], Settings(), "2026/dana")
    return root


def command_line(data: bytes) -> None:
    """The words of a command line, one a line; the first one is a command. None of them may write or serve."""
    names = sorted(COMMANDS.keys() - {"init", "serve", "import", "export", "report"})
    words = data[1:].decode(errors="replace").replace("\0", "").split("\n")
    name = names[data[0] % len(names)] if data else "status"
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), contextlib.suppress(SystemExit):
        root_command().main(["-C", str(_root()), "--as-of", "2026-11-21", name, *words], prog_name="milestonectl")
    if "internal error" in said.getvalue():
        raise AssertionError(said.getvalue())


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "definitions": definitions,
    "csv": csv_ledger,
    "yaml": yaml_ledger,
    "import": imported,
    "commands": command_line,
}
SEEDS: Mapping[str, list[bytes]] = {
    "definitions": [bytes([n]) + text.encode() for n, text in enumerate([*TEXTS.values(), PROCESS])],
    "csv": [CSV.encode(), CSV.replace("\n", "\r\n").encode()],
    "yaml": [YAML.encode()],
    "import": [TABLE.encode(), TABLE.replace(";", ",").encode("utf-16")],
    "commands": [b"\0show\nACME-1\n--history", b"\1-o\njson", b"\2--rep\ndana\n--as-of\n2026-11-02"],
}


def _aliases(width: int, depth: int) -> str:
    lines = ["a0: &a0 [" + ",".join("x" * width) + "]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * width)}]" for n in range(1, depth)]
    return "\n".join(lines)


_ROW = "- {date: 2026-11-03, deal: ACME-1, event: achieved, milestone: met, note: %s}\n"
BOMBS: Mapping[str, dict[str, bytes]] = {
    "definitions": {
        "aliases of aliases": b"\2" + _aliases(9, 12).encode(),
        "one long alias list": b"\2stages: &a [x]\nplays: [" + b"*a," * 200_000 + b"]",
        "lists in lists": b"\2" + b"[" * 500_000,
        "mappings in mappings": b"\2" + b"{a: " * 200_000,
        "block lists in lists": b"\2" + b"- " * 200_000,
        "a long key": b"\2" + b"k" * 100_000 + b": 1",
        "three thousand keys": b"\2" + b"".join(b"k%d: 1\n" % n for n in range(3_000)),
        "a long number": b"\0working_weeks: " + b"9" * 100_000,
        "merge keys": b"\2<<: &a {<<: *a}\n" * 1000,
        "itself": b"\2&a [*a]",
    },
    "csv": {
        "a line of commas": (HEADER + "," * 900_000 + "\n").encode(),
        "a header of commas": ("," * 900_000 + "\n" + "," * 900_000 + "\n").encode(),
        "quotes without end": (HEADER + '"' * 999_999 + "\n").encode(),
        "thirty thousand wrong lines": (HEADER + "x\n" * 30_000).encode(),
        "two thousand headers": (HEADER * 2_000).encode(),
        "rows that void each other": (
            HEADER + "".join(f"{n:016x},,2026-11-04,D,voided,,d,,{n + 1:016x},,,,r,\n" for n in range(3_000))
        ).encode(),
    },
    "yaml": {
        "spaces": (_ROW % ("x" + " " * 200_000 + "#")).encode(),
        "backslashes": (_ROW % ('"' + "\\" * 150_001 + '"')).encode(),
        "lists in lists": (_ROW % ("[" * 400_000)).encode(),
        "aliases": (_ROW % ("[&a [x,x], " + "*a," * 100_000 + "]")).encode(),
    },
    "import": {
        "delimiters": b"id;at;what\n" + b";" * 1_000_000,
        "quotes": b"id,at,what\n" + b'"' * 1_000_001,
    },
}
"""Small inputs that could cost much."""
