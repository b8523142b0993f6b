"""A process that writes without pause is killed with SIGKILL at random moments, again and again.

    python tests/long/kills.py                 # 500 kills in each format
    python tests/long/kills.py --kills 50

After each kill every earlier byte must be there, every row that was said to be written too, at most one last line may be
torn, and it must be reported with its place. Torn lines are moved aside by `audit --repair` and must be kept there.
"""

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from trust_building import achieved, ledger_bytes, make_workspace, opened

from milestonectl.commands.gather import Gathered
from milestonectl.commands.recording import record_entry
from milestonectl.deals.entry import Entry
from milestonectl.files.disk import append, locked
from milestonectl.files.record import append_rows
from milestonectl.files.repair import move_torn_lines
from milestonectl.files.workspace import load_compiled, load_workspace
from milestonectl.model.row import Row, fingerprint
from milestonectl.model.settings import Settings

FORK = multiprocessing.get_context("fork")
LONGEST_SECONDS = 0.03
BULK = [achieved(by="dana", ref=f"bulk-{number}", kind="email", note="x" * 200) for number in range(20_000)]
"""Rows of one import: a write so long that a kill can fall into the middle of it. Every third writer writes nothing else."""


class Figures(NamedTuple):
    """What a run showed."""

    format: str
    kills: int
    torn: int
    rows: int
    faults: tuple[str, ...]


def kill_many(root: Path, kind: str, kills: int, seed: int) -> Figures:
    """Kill a writer so many times; what is wrong afterwards, if anything."""
    make_workspace(root, kind)
    settings = Settings(ledger_format="yaml" if kind == "yaml" else "csv")
    append_rows(root, [opened()], settings, "2026/start")
    append_rows(root, BULK, settings, "bulk").rename(_folder(root / "bulk") / f"bulk.{kind}")
    chance = random.Random(seed)
    faults: list[str] = []
    torn = 0
    for number in range(kills):
        before = ledger_bytes(root)
        said = _kill_one(root, chance.uniform(0, LONGEST_SECONDS), number)
        after = ledger_bytes(root)
        faults += [
            f"kill {number}: {name} is not what it was"
            for name, raw in before.items()
            if not after.get(name, b"").startswith(raw)
        ]
        faults += _what_is_wrong(root, said, number)
        torn += _repair(root, number, faults)
        for bulk in (root / "ledger" / "import").glob("*"):
            bulk.unlink()
    rows = load_workspace(root).rows
    return Figures(kind, kills, torn, len(rows), tuple(faults))


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _kill_one(root: Path, seconds: float, number: int) -> list[str]:
    """The ids of the rows that the writer said are written before it was killed."""
    reading, writing = os.pipe()
    child = FORK.Process(target=_write_for_ever, args=(root, writing, number))
    child.start()
    os.close(writing)
    time.sleep(seconds)
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read().decode().split()


def _write_for_ever(root: Path, told: int, number: int) -> None:
    if number % 3 == 0:
        _import_for_ever(root)
    count = 0
    while True:
        row = achieved(by="dana", ref=f"{number}-{count}", kind="email")._replace(id="", recorded_at="")
        outcome = record_entry(root, partial(_entry, row))
        os.write(told, "".join(f"{row.id}\n" for row in outcome.rows).encode())
        count += 1


def _entry(row: Row, _fresh: Gathered) -> Entry:
    return Entry("ACME-1", (row,))


def _import_for_ever(root: Path) -> None:
    (bulk,) = (root / "bulk").iterdir()
    path, data = root / "ledger" / "import" / bulk.name, bulk.read_bytes()
    while True:
        with locked(root):
            append(path, data)


def _what_is_wrong(root: Path, said: list[str], number: int) -> list[str]:
    workspace = load_compiled(root)
    ids = {row.id for row in workspace.rows}
    names = [problem.name for problem in workspace.problems]
    found = [f"kill {number}: row {row} was said to be written and is not there" for row in said if row not in ids]
    found += [f"kill {number}: {row.id} does not fit its row" for row in workspace.rows if row.id != fingerprint(row)]
    return found + ([f"kill {number}: {names}"] if names not in ([], ["torn-line"]) else [])


def _repair(root: Path, number: int, faults: list[str]) -> int:
    torn = [problem.place for problem in load_compiled(root).problems]
    if not torn:
        return 0
    raw = (root / torn[0].file).read_bytes()
    line = raw[raw.rfind(b"\n") + 1 :]
    with locked(root):
        (moved,) = move_torn_lines(root, ("seats",))
    if load_compiled(root).problems or not (root / moved).read_bytes().endswith(line + b"\n"):
        faults.append(f"kill {number}: the torn line was not moved aside")
    return 1


def main() -> int:
    """Kill writers of both formats and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    asked = parser.parse_args()
    failed = False
    for kind in ("csv", "yaml"):
        with tempfile.TemporaryDirectory() as folder:
            figures = kill_many(Path(folder), kind, asked.kills, asked.seed)
        failed |= bool(figures.faults)
        print(
            f"{kind}: {figures.kills} kills, {figures.torn} torn lines moved aside, {figures.rows} rows"
            f" (seed {asked.seed}): {'nothing lost' if not figures.faults else 'FAULTS'}"
        )
        for fault in figures.faults:
            print(f"  {fault}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
