"""Where the index is kept: one SQLite file for each workspace, in the user's cache folder."""

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from milestonectl.files.cache import cache_folder

KEPT = 20
"""How many workspaces keep an index; the one longest unused goes first."""
WAIT_SECONDS = 2.0
"""For another process that is bringing the same index up to date."""
SYNCHRONOUS = "NORMAL"
"""The index survives a crash of the machine; tests need not."""
_CACHE_KILOBYTES = 64_000

SCHEMA = """
CREATE TABLE about (version TEXT NOT NULL, generation INTEGER NOT NULL);
CREATE TABLE files (
    file INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL, read_at INTEGER NOT NULL,
    size INTEGER NOT NULL, lines INTEGER NOT NULL, digest BLOB NOT NULL, headers TEXT NOT NULL, problems BLOB);
CREATE TABLE spans (
    deal TEXT NOT NULL, file INTEGER NOT NULL, line INTEGER NOT NULL, packed BLOB NOT NULL,
    PRIMARY KEY (deal, file, line)) WITHOUT ROWID;
CREATE TABLE deals (
    deal TEXT PRIMARY KEY, folded TEXT NOT NULL, live INTEGER NOT NULL, day TEXT NOT NULL, recorded TEXT NOT NULL,
    settled TEXT) WITHOUT ROWID;
CREATE TABLE sums (
    month TEXT NOT NULL, owner TEXT NOT NULL, sale_type TEXT NOT NULL, what TEXT NOT NULL, of TEXT NOT NULL,
    deals INTEGER NOT NULL, minor TEXT NOT NULL, PRIMARY KEY (month, owner, sale_type, what, of)) WITHOUT ROWID;
"""
ORDERS = """
CREATE INDEX spans_by_file ON spans (file);
CREATE INDEX deals_by_name ON deals (folded);
CREATE INDEX deals_that_live ON deals (live) WHERE live;
CREATE INDEX deals_by_day ON deals (day);
CREATE INDEX deals_by_recorded ON deals (recorded)
"""
"""Made when the tables are filled, which is faster than while they are."""


def index_path(root: Path) -> Path:
    """The file that a workspace's index is in."""
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]
    return cache_folder() / "ledgers" / f"{name}.sqlite"


@contextlib.contextmanager
def connected(path: Path, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    """A connection without a transaction, closed in the end."""
    database = sqlite3.connect(f"{path.as_uri()}?mode={mode}", timeout=WAIT_SECONDS, isolation_level=None, uri=True)
    try:
        database.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        database.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
        yield database
    finally:
        database.close()


@contextlib.contextmanager
def transaction(database: sqlite3.Connection, kind: str = "DEFERRED") -> Iterator[None]:
    """Everything inside happens, or nothing of it."""
    database.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def create(path: Path) -> None:
    """An empty index, unless there is one; the index of the workspace longest unused makes room."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    others = sorted(path.parent.glob("*.sqlite"), key=lambda other: other.stat().st_mtime)
    for other in others[: max(0, len(others) - KEPT + 1)]:
        forget(other)
    with connected(path, "rwc") as database:
        database.execute("PRAGMA journal_mode = WAL")
    path.chmod(0o600)


def forget(path: Path) -> None:
    """Remove an index."""
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).unlink()


def clear(database: sqlite3.Connection, version: str) -> None:
    """Start over, whatever an earlier version of the program left."""
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    for (name,) in tables:
        database.execute(f'DROP TABLE "{name}"')
    _execute_all(database, SCHEMA)
    database.execute("INSERT INTO about VALUES (?, ?)", [version, int.from_bytes(os.urandom(6))])


def put_in_order(database: sqlite3.Connection) -> None:
    """Make the filled tables fast to search."""
    _execute_all(database, ORDERS)


def _execute_all(database: sqlite3.Connection, statements: str) -> None:
    """One by one: `executescript` would end the transaction."""
    for statement in statements.split(";\n"):
        database.execute(statement)


class Version(NamedTuple):
    """What the index was made by and from, and a number that is another one after each change."""

    version: str
    generation: int
    """Counted on from a random one: an index that was started over must not look like one of before."""


def version_of(database: sqlite3.Connection) -> Version:
    """Of an index; nothing of one that another program keeps in its own way."""
    columns = {name for (name,) in database.execute("SELECT name FROM pragma_table_info('about')")}
    known = columns == set(Version._fields)
    found = database.execute("SELECT version, generation FROM about").fetchone() if known else None
    return Version(*found) if found else Version("", 0)
