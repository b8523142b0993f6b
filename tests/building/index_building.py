"""A small workspace of which an index is made, and what may happen to its files, its index, and the clock."""

import contextlib
import itertools
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from trust_building import ledger_bytes, make_workspace

from milestonectl.files import disk, indexed
from milestonectl.files.index import shards, store, update
from milestonectl.files.indexed import load_indexed
from milestonectl.files.record import append_rows
from milestonectl.model.row import Row, seal
from milestonectl.model.settings import DealField, Settings

TEAM = """\
managers: [{id: lee, name: Lee Stone}]
reps:
  - {id: dana, name: Dana Reyes, manager: lee, targets: [{period: 2026-Q4, sale_type: sale, revenue: 90000}]}
  - {id: kim, name: Kim Lund, manager: lee, targets: [{period: 2026, revenue: 250000}]}
"""
REPORTS = (
    ("status", "-o", "json"),
    ("status", "--rep", "dana"),
    ("status", "--sale-type", "sale", "--as-of", "2026-11-05", "-o", "json"),
    ("status", "--rep", "lee", "--as-of", "2025-12-31", "-o", "csv"),
    ("next", "-o", "json"),
    ("next", "a-1"),
    ("show", "A-2", "-o", "json"),
    ("show", "B-9"),
    ("log", "C-1", "signed", "--by", "kim"),
)
HISTORY = ("rates", "pace", "coach", "forecast", "movement")
Run = Callable[..., tuple[int, str, str]]
FIELDS = Settings(fields=(DealField("seats", "number"),))
YAML = Settings(ledger_format="yaml", fields=FIELDS.fields)


def row(deal: str, event: str, day: str, recorded: str = "", **cells: Any) -> Row:
    moment = recorded or f"{day}T09:00:00.000000Z"
    return seal(Row(date=day, deal=deal, event=event, by="dana", **cells), moment)


def ledger(number: int) -> list[Row]:
    """Deals that are open, won, lost, reopened, voided and waived, by number."""
    start = f"2026-{1 + number % 10:02d}-1{number % 9}"
    deal, day, late = f"{'ABC'[number % 3]}-{number % 7}", f"2026-10-0{1 + number % 9}", f"2026-11-0{1 + number % 9}"
    amount = str(1000 + number)
    first = row(deal, "opened", start, sale_type="sale", account="Acme", owner="kim" if number % 2 else "dana",
                amount=amount if number % 4 else "", currency="EUR" if number % 5 == 0 and number % 4 else "")  # fmt: skip
    met = row(deal, "achieved", day, milestone="met", kind="email", ref=f"m{number}")
    further = {
        0: [row(deal, "achieved", late, milestone="signed")],
        1: [row(deal, "lost", late, reason="price")],
        2: [row(deal, "lost", day, reason="price"), row(deal, "reopened", late, reason="back")],
        3: [row(deal, "voided", late, ref=met.id, reason="wrong")],
        4: [row(deal, "planned", "2027-01-15", recorded=f"{late}T10:00:00.000000Z", milestone="signed")],
        5: [Row(date=late, deal=deal, event="changed", owner="kim", by="kim")],
        6: [row(deal, "achieved", "2027-02-01", milestone="signed")],
    }
    return [first, met, *further[number % 7]]


def workspace(root: Path) -> Path:
    make_workspace(root)
    (root / "team.yaml").write_text(TEAM)
    for shard, numbers, how in (
        ("2025/dana", (0, 1, 2), FIELDS),
        ("2026/dana", (3, 4, 5), FIELDS),
        ("2026/kim", (6, 7, 8), YAML),
    ):
        append_rows(root, [each for number in numbers for each in ledger(number)], how, shard)
    return root


def _files(root: Path) -> list[Path]:
    return sorted(path for path in (root / "ledger").rglob("*.*") if path.is_file())


def append(root: Path, path: Path, number: int) -> None:
    how = YAML if path.suffix == ".yaml" else FIELDS
    append_rows(root, ledger(number), how, path.relative_to(root / "ledger").with_suffix("").as_posix())


def _rewrite(change: Callable[[list[bytes], int], list[bytes]]) -> Callable[[Path, Path, int], None]:
    def edit(_root: Path, path: Path, number: int) -> None:
        path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True), number)))

    return edit


def _changed(lines: list[bytes], number: int) -> list[bytes]:
    """One line says something else, in as many bytes."""
    if not lines:
        return lines
    at = number % len(lines)
    pairs = (
        (b"met", b"meet"[:3]),
        (b"kim", b"dan"),
        (b"lost", b"lsot"),
        (b"10", b"99"),
        (b"signed", b"sigend"),
        (b"A-", b"B-"),
    )
    before, after = pairs[number % len(pairs)]
    return [*lines[:at], lines[at].replace(before, after), *lines[at + 1 :]]


def _touch(_root: Path, path: Path, number: int) -> None:
    os.utime(path, ns=(number * 10**15, number * 10**15))


def _changed_in_secret(root: Path, path: Path, number: int) -> None:
    """The content changes; size and time of modification stay."""
    before = path.stat().st_mtime_ns
    EDITS["change"](root, path, number)
    os.utime(path, ns=(before, before))


def _tear(_root: Path, path: Path, number: int) -> None:
    path.write_bytes(path.read_bytes()[: -1 - number % 90])


def _replace(_root: Path, path: Path, number: int) -> None:
    other = path.with_name("other.tmp")
    other.write_bytes(b"".join(_changed(path.read_bytes().splitlines(keepends=True), number)))
    other.replace(path)


def _copy(root: Path, path: Path, number: int) -> None:
    other = root / "ledger" / f"copy{number}{path.suffix}"
    other.write_bytes(path.read_bytes())


def _definitions(root: Path, _path: Path, number: int) -> None:
    process = root / "processes" / "sale.yaml"
    process.write_text(process.read_text().replace("wins: signed" if number % 2 else "wins: met", "wins: met"))


class Clock:
    """The clock of the machine, which somebody moves."""

    def __init__(self) -> None:
        self.shift = 0
        self._now = time.time_ns

    def now(self) -> int:
        """Nanoseconds since 1970, as the machine says."""
        return self._now() + self.shift


CLOCK = Clock()


def _clock(_root: Path, _path: Path, number: int) -> None:
    CLOCK.shift = (number - 15) * 36_000_000_000_000


def _other_version(root: Path, _path: Path, number: int) -> None:
    """Another version of the program has been here: one that keeps the same tables, or others under the same names."""
    other = (
        "UPDATE about SET version = 'of another program'",
        "DROP TABLE deals; CREATE TABLE deals (name TEXT); UPDATE about SET version = 'of another program'",
        "DROP TABLE about; CREATE TABLE about (format INTEGER); CREATE TABLE more (key INTEGER PRIMARY KEY AUTOINCREMENT)",
        "DROP TABLE about; CREATE INDEX spans_by_line ON spans (line)",
    )[number % 4]
    with contextlib.suppress(sqlite3.OperationalError), store.connected(store.index_path(root)) as database:
        database.executescript(other)  # fails where that version has been here twice


EDITS: dict[str, Callable[[Path, Path, int], None]] = {
    "append": append,
    "append again": append,
    "change": _rewrite(_changed),
    "change in secret": _changed_in_secret,
    "cut a line": _rewrite(lambda lines, number: lines[:1] + lines[1 : max(1, len(lines) - number % 5)]),
    "tear": _tear,
    "reorder": _rewrite(lambda lines, _number: lines[:1] + lines[:0:-1]),
    "repeat a line": _rewrite(lambda lines, number: [*lines, *lines[number % 7 : number % 7 + 1]]),
    "touch": _touch,
    "replace": _replace,
    "delete": lambda _root, path, _number: path.unlink(),
    "copy": _copy,
    "windows": _rewrite(lambda lines, _number: [line.rstrip(b"\r\n") + b"\r\n" for line in lines]),
    "byte order mark": _rewrite(lambda lines, _number: [b"\xef\xbb\xbf", *lines]),
    "second header": _rewrite(lambda lines, number: [*lines[: number % 6], *lines[:1], *lines[number % 6 :]]),
    "conflict": _rewrite(lambda lines, number: [*lines[: number % 6], b"<<<<<<< HEAD\n", *lines[number % 6 :]]),
    "not text": _rewrite(lambda lines, number: [*lines[: number % 6], b"\xff\0\n", *lines[number % 6 :]]),
    "empty": _rewrite(lambda _lines, _number: []),
    "definitions": _definitions,
    "clock": _clock,
    "other version": _other_version,
}
Edit = tuple[str, int]
one_edit = st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 30))
edits = st.lists(one_edit, min_size=1, max_size=3)
as_many_as_reports = st.lists(one_edit, min_size=len(HISTORY), max_size=len(HISTORY))


def do(root: Path, edit: Edit) -> None:
    name, number = edit
    files = _files(root)
    if files:
        EDITS[name](root, files[number % len(files)], number)


def answers(run: Run, root: Path) -> list[tuple[int, str, str]]:
    """What each report says; what a `log` writes is taken away again."""
    found = []
    for report in REPORTS:
        before = ledger_bytes(root)
        found.append(run("-C", str(root), *report))
        for name, raw in ledger_bytes(root).items():
            if name not in before:
                (root / name).unlink()
            elif raw != before[name]:
                (root / name).write_bytes(before[name])
    return found


def both_ways(run: Run, root: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(indexed, "SMALL_BYTES", 0)
    assert load_indexed(root).index is not None
    with_index = answers(run, root)
    patch.setattr(indexed, "SMALL_BYTES", 10**12)
    assert with_index == answers(run, root)


def agree_after_edits(run: Run, root: Path, found: list[Edit], much: float, in_columns: int) -> None:
    """Every report says the same with and without the index, before the edits and after each."""
    with pytest.MonkeyPatch.context() as patch:
        _prepare(patch)
        patch.setattr(shards, "BLOCK_BYTES", 700)
        patch.setattr(update, "MUCH", much)
        patch.setattr(update, "COLUMNS_BYTES", in_columns)
        workspace(root)
        both_ways(run, root, patch)
        for edit in found:
            do(root, edit)
            both_ways(run, root, patch)


def agree_on_history(run: Run, root: Path, found: list[Edit]) -> None:
    """A report on history after each edit says the same with what others left in the cache and with an empty one."""
    with pytest.MonkeyPatch.context() as patch:
        _prepare(patch)
        patch.setattr(indexed, "SMALL_BYTES", 0)
        workspace(root)
        run("-C", str(root), "next")
        run("-C", str(root), "rates")
        for edit, name in zip(found, itertools.cycle(HISTORY)):
            do(root, edit)
            said = run("-C", str(root), name, "-o", "json")
            with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as empty:
                empty.setenv("XDG_CACHE_HOME", folder)
                assert run("-C", str(root), name, "-o", "json") == said


def _prepare(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("MILESTONECTL_NOW", "2026-11-20T12:00:00+00:00")
    patch.setattr(store, "SYNCHRONOUS", "OFF")
    patch.setattr(disk, "WRITING_SECONDS", 0.0)
    CLOCK.shift = 0
    patch.setattr(time, "time_ns", CLOCK.now)
