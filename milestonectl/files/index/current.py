"""An index that agrees with the files, brought up to date where it did not."""

import contextlib
import gc
import json
import pickle
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from milestonectl.files.disk import WRITING_SECONDS
from milestonectl.files.index.index import FAILURES, Index
from milestonectl.files.index.shards import ChangedError, Header, Known, Shard, is_current, is_settled, is_unchanged
from milestonectl.files.index.store import clear, connected, create, forget, index_path, transaction, version_of
from milestonectl.files.index.update import MuchIsNewError, Update
from milestonectl.model.problem import Problem
from milestonectl.model.workspace import Definitions

_PAUSE_SECONDS = 0.02


def current_index(root: Path, files: Callable[[], list[Shard]], definitions: Definitions, version: str) -> Index | None:
    """The index of a workspace as its files are now; nothing when it cannot be had."""
    path, until = index_path(root), time.monotonic() + WRITING_SECONDS
    while True:
        try:
            create(path)
            return _current(path, root, files(), definitions, version)
        except ChangedError:
            if time.monotonic() > until:
                return None
            time.sleep(_PAUSE_SECONDS)
        except FAILURES as error:
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                forget(path)
            return None


def _current(path: Path, root: Path, shards: Sequence[Shard], definitions: Definitions, version: str) -> Index:
    with connected(path) as database:
        with transaction(database):
            if version_of(database).version == version and _agrees(database, shards):
                return _index(database, path, root, definitions)
        with transaction(database, "IMMEDIATE"):
            _update(database, root, shards, definitions, version)
            return _index(database, path, root, definitions)


def _update(
    database: sqlite3.Connection, root: Path, shards: Sequence[Shard], definitions: Definitions, version: str
) -> None:
    known = _known(database) if version_of(database).version == version else {}
    with _without_collector():
        try:
            if known:
                Update(database, root, definitions).run(shards, known)
        except MuchIsNewError:
            known = {}
        if not known:
            clear(database, version)
            Update(database, root, definitions).run(shards, known)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Looking for garbage among a million rows, none of which refers to itself, would take a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _agrees(database: sqlite3.Connection, shards: Sequence[Shard]) -> bool:
    """Whether every file is as it was read. One that changed just before it was read is compared with its fingerprint."""
    found = database.execute("SELECT name, state, read_at, size, lines, digest FROM files")
    known = {cells[0]: Known(*cells) for cells in found}
    if {shard.name: shard.state for shard in shards} != {name: each.state for name, each in known.items()}:
        return False
    now = time.time_ns()
    return all(
        is_current(known[s.name], s) or (not is_settled(s, now) and is_unchanged(known[s.name], s)) for s in shards
    )


def _known(database: sqlite3.Connection) -> Mapping[str, tuple[int, Known]]:
    found = database.execute("SELECT file, name, state, read_at, size, lines, digest, headers, problems FROM files")
    return {cells[0]: (number, _remembered(*cells)) for number, *cells in found}


def _remembered(
    name: str, state: str, read_at: int, size: int, lines: int, digest: bytes, headers: str, problems: bytes | None
) -> Known:
    named = tuple(Header(*header) for header in json.loads(headers))
    return Known(name, state, read_at, size, lines, digest, named, _problems(problems))


def _index(database: sqlite3.Connection, path: Path, root: Path, definitions: Definitions) -> Index:
    pickled = database.execute("SELECT problems FROM files WHERE problems IS NOT NULL").fetchall()
    problems = tuple(problem for (each,) in pickled for problem in _problems(each))
    return Index(path, root, *version_of(database), definitions.settings.field_names, problems)


def _problems(pickled: bytes | None) -> tuple[Problem, ...]:
    return tuple(pickle.loads(pickled)) if pickled else ()
