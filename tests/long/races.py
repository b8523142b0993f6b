"""Processes append rows while others read through the index.

    python tests/long/races.py                 # 40 races
    python tests/long/races.py --races 5

Each reading process reads in two threads, and files are touched. Each answer must be what the files said at one moment
between the question and the answer, and when all is quiet the index must say what the files say.
"""

import argparse
import datetime
import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import NamedTuple

from index_building import FIELDS
from trust_building import achieved, make_workspace, opened

from milestonectl.deals.settled import ever
from milestonectl.files import indexed
from milestonectl.files.disk import locked
from milestonectl.files.index import update
from milestonectl.files.indexed import Indexed, load_indexed
from milestonectl.files.record import append_rows
from milestonectl.files.workspace import ledger_files
from milestonectl.model.clock import as_of
from milestonectl.model.period import Period

FORK = multiprocessing.get_context("fork")
DAY = datetime.date(2026, 11, 20)
PERIOD = Period(datetime.date(2026, 10, 1), datetime.date(2026, 12, 31), "2026-Q4")


class Race(NamedTuple):
    """What one race showed."""

    readings: int
    faults: tuple[str, ...]


class _Board:
    """What the processes of a race tell each other."""

    def __init__(self, root: Path, writers: int, rows: int) -> None:
        self.root, self.rows = root, rows
        self.begun, self.done = FORK.Array("i", writers), FORK.Array("i", writers)
        self.readings, self.faults, self.stop = FORK.Value("i", 0), FORK.Queue(), FORK.Event()


def race(root: Path, seed: int, writers: int = 3, rows: int = 8, readers: int = 2) -> Race:
    """Each writer closes its deals one after the other, in a file that others may write to as well.

    Whoever reads must see the first of a writer's deals closed, and no others.
    """
    make_workspace(root)
    append_rows(root, [opened(f"W{w}-{n}") for w in range(writers) for n in range(rows)], FIELDS, "2026/start")
    board = _Board(root, writers, rows)
    writing = [FORK.Process(target=_write, args=(board, number, seed)) for number in range(writers)]
    reading = [FORK.Process(target=_read_in_threads, args=(board, seed + number)) for number in range(readers)]
    for process in (*reading, *writing):
        process.start()
    codes = _joined(writing)
    board.stop.set()
    codes += _joined(reading)
    faults = [board.faults.get() for _ in range(board.faults.qsize())]
    faults += [f"a process ended with {code}" for code in codes if code]
    indexed.SMALL_BYTES = 0
    if load_indexed(root).index is None:
        faults.append("no index when all was quiet")
    return Race(int(board.readings.value), (*faults, *_wrong(board)))


def _joined(processes: Sequence[ForkProcess]) -> list[int | None]:
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def _write(board: _Board, number: int, seed: int) -> None:
    chance = random.Random(f"{seed} {number}")
    shard = chance.choice(("2026/start", "2026/all", f"2026/w{number}"))
    for row in range(board.rows):
        board.begun[number] = row + 1
        with locked(board.root, seconds=120):
            append_rows(board.root, [achieved(f"W{number}-{row}", "signed")], FIELDS, shard)
            if chance.random() < 0.2:
                os.utime(chance.choice(ledger_files(board.root)))
        board.done[number] = row + 1
        time.sleep(chance.random() * 0.03)


def _read_in_threads(board: _Board, seed: int) -> None:
    indexed.SMALL_BYTES = 0
    update.COLUMNS_BYTES = seed % 2 * 10**12
    threads = [threading.Thread(target=_read, args=(board,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _read(board: _Board) -> None:
    while not board.stop.is_set():
        try:
            faults = _wrong(board)
        except Exception as error:
            faults = [repr(error)]
            raise
        finally:
            for fault in faults:
                board.faults.put(fault)
        with board.readings.get_lock():
            board.readings.value += 1


def _wrong(board: _Board) -> list[str]:
    """What is wrong with one answer."""
    least = board.done[:]
    found = load_indexed(board.root)
    going, won = _open_and_won(found)
    faults = []
    closed = [[f"W{writer}-{row}" not in going for row in range(board.rows)] for writer in range(len(least))]
    for writer, (done, begun) in enumerate(zip(least, board.begun[:], strict=True)):
        many = sum(closed[writer])
        if not done <= many <= begun or not all(closed[writer][:many]):
            faults.append(f"writer {writer} had closed {done} to {begun} of its deals, and seen was {closed[writer]}")
    if won != sum(map(sum, closed)):
        faults.append(f"{won} deals are counted as won where {closed} are closed")
    return faults


def _open_and_won(found: Indexed) -> tuple[set[str], int]:
    """The deals that are open, and how many are won: as the index says, else as a whole reading."""
    going = found.index.going_on(as_of(DAY), PERIOD) if found.index else None
    if going is None:
        signed = {row.deal for row in found.workspace.rows if row.milestone == "signed"}
        return {row.deal for row in found.workspace.rows} - signed, len(signed)
    won = sum(each.deals for key, each in ever(going.sums).items() if key.what == "won")
    return {row.deal for row in going.rows}, won


def main() -> int:
    """Run races, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--races", type=int, default=40)
    faulty = False
    for seed in range(parser.parse_args().races):
        with tempfile.TemporaryDirectory() as temporary:
            os.environ["XDG_CACHE_HOME"] = f"{temporary}/cache"
            found = race(Path(temporary, "workspace"), seed, writers=2 + seed % 5, rows=10 + seed % 3 * 20)
        print(f"race {seed}: {found.readings} readings", *found.faults, sep="\n  ", flush=True)
        faulty |= bool(found.faults)
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
