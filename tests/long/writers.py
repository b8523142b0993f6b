"""Many processes write to one workspace at the same time, while another reads it.

    python tests/long/writers.py                      # 40 processes, 25 rows each, all four layouts, through the command line
    python tests/long/writers.py --through files      # the same through the writing layer alone

Every row must be there once, every file valid, every write that said so on the disk; the reader must never see a problem.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import NamedTuple

from trust_building import achieved, make_workspace, opened

from milestonectl.cli import root_command
from milestonectl.files.disk import locked
from milestonectl.files.record import append_rows
from milestonectl.files.workspace import load_compiled, load_workspace
from milestonectl.model.row import fingerprint
from milestonectl.model.settings import Settings

LAYOUTS = [(kind, shards) for kind in ("csv", "yaml") for shards in ("one", "several")]
FORK = multiprocessing.get_context("fork")


class Figures(NamedTuple):
    """What one run showed."""

    layout: str
    writers: int
    rows: int
    files: int
    readings: int
    seconds: float
    faults: tuple[str, ...]


def write_many(root: Path, kind: str, shards: str, processes: int, rows: int, through: str) -> Figures:
    """Let the processes write, read all the while, and look at what is there."""
    make_workspace(root, kind)
    people = ["dana", "kim"] if shards == "several" else ["dana"]
    people = [f"rep-{number}" for number in range(processes)] if shards == "several" and through == "files" else people
    settings = Settings(ledger_format="yaml" if kind == "yaml" else "csv")
    append_rows(root, [opened(f"D-{number}") for number in range(processes)], settings, "2026/start")
    write = _through_files if through == "files" else _through_commands
    started = time.monotonic()
    readings, faults = FORK.Value("i", 0), FORK.Queue()
    stop = FORK.Event()
    reader = FORK.Process(target=_read_all_the_while, args=(root, stop, readings, faults))
    writers = [
        FORK.Process(target=write, args=(root, number, rows, people[number % len(people)], settings))
        for number in range(processes)
    ]
    for process in (reader, *writers):
        process.start()
    codes = _joined(writers)
    stop.set()
    reader.join()
    found = [faults.get() for _ in range(faults.qsize())] + [f"a writer ended with {code}" for code in codes if code]
    found += _what_is_wrong(root, processes, rows)
    files = sum(1 for _ in (root / "ledger").rglob(f"*.{kind}"))
    return Figures(
        f"{kind}, {shards} shard",
        processes,
        processes * rows,
        files,
        _number(readings),
        time.monotonic() - started,
        tuple(found),
    )


def _number(shared: "Synchronized[int]") -> int:
    return int(shared.value)


def _joined(writers: list[ForkProcess]) -> list[int | None]:
    for process in writers:
        process.join()
    return [process.exitcode for process in writers]


def _through_files(root: Path, number: int, rows: int, person: str, settings: Settings) -> None:
    for row in range(rows):
        entry = achieved(f"D-{number}", "met", by=person, kind="email", ref=f"{number}-{row}")
        with locked(root, seconds=120):
            append_rows(root, [entry], settings, f"2026/{person}")


def _through_commands(root: Path, number: int, rows: int, person: str, _settings: Settings) -> None:
    sys.stdout = sys.stderr = (root / f"out-{number}").open("w")
    for row in range(rows):
        arguments = [
            "-C",
            str(root),
            "log",
            f"D-{number}",
            "met",
            "--by",
            person,
            "--evidence",
            f"email:{number}-{row}",
        ]
        try:
            root_command().main(arguments, prog_name="milestonectl")
        except SystemExit as stop:
            if stop.code:
                raise


def _read_all_the_while(
    root: Path,
    stop: "multiprocessing.synchronize.Event",
    readings: "Synchronized[int]",
    faults: "multiprocessing.queues.Queue[str]",
) -> None:
    seen: set[str] = set()
    while not stop.is_set():
        workspace = load_compiled(root)
        ids = {row.id for row in workspace.rows}
        if workspace.problems:
            faults.put(f"a reader saw {workspace.problems[0]}")
        if not seen <= ids:
            faults.put(f"a reader missed {len(seen - ids)} rows that it had seen")
        seen = ids
        readings.value += 1
        time.sleep(0.02)


def _what_is_wrong(root: Path, processes: int, rows: int) -> list[str]:
    workspace = load_workspace(root)
    found = [f"{problem.place}: {problem.message}" for problem in workspace.problems]
    found += [f"{row.file}:{row.line}: wrong id" for row in workspace.rows if row.id != fingerprint(row)]
    written = Counter(row.ref for row in workspace.rows if row.ref)
    expected = {f"{number}-{row}" for number in range(processes) for row in range(rows)}
    found += [f"{ref} is there {times} times" for ref, times in written.items() if times != 1 or ref not in expected]
    return found + [f"{ref} is lost" for ref in sorted(expected - written.keys())]


def main() -> int:
    """Run all four layouts and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=40)
    parser.add_argument("--rows", type=int, default=25)
    parser.add_argument("--through", choices=("commands", "files"), default="commands")
    asked = parser.parse_args()
    failed = False
    for kind, shards in LAYOUTS:
        with tempfile.TemporaryDirectory() as folder:
            figures = write_many(Path(folder), kind, shards, asked.processes, asked.rows, asked.through)
        failed |= bool(figures.faults)
        print(
            f"{figures.layout}: {figures.writers} writers, {figures.rows} rows in {figures.files} files, read"
            f" {figures.readings} times meanwhile, {figures.seconds:.1f} s: {'nothing lost' if not figures.faults else 'FAULTS'}"
        )
        for fault in figures.faults:
            print(f"  {fault}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
