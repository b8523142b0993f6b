"""A workspace for the daily commands: a small one is read whole, of a large one the index tells what to read."""

import functools
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, overload

from milestonectl.files.compiled import compiled_definitions
from milestonectl.files.workspace import definition_texts, ledger_files, load_compiled, outside_links
from milestonectl.model.problem import Problem, sort_problems
from milestonectl.model.row import Row
from milestonectl.model.version import __version__
from milestonectl.model.workspace import Definitions, Workspace

if TYPE_CHECKING:
    from milestonectl.files.index.index import Index

SMALL_BYTES = 300_000
"""A ledger below this, some two thousand rows, is read as fast as an index of it."""
FORMAT = 2
"""To be raised when the index is to say something else about the same files."""
Texts = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Indexed:
    """A workspace, and what answers questions about it without all its rows."""

    workspace: Workspace
    index: "Index | None"


class LedgerRows(Sequence[Row]):
    """All rows of a ledger, read when somebody first asks for them."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @functools.cached_property
    def _rows(self) -> Sequence[Row]:
        return load_compiled(self._root).rows

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)


def load_indexed(root: Path) -> Indexed:
    """A workspace as its files are now."""
    if sum(path.stat().st_size for path in ledger_files(root)) < SMALL_BYTES:
        return Indexed(load_compiled(root), None)
    # Only here: the database costs a small workspace more than its whole ledger.
    from milestonectl.files.index.current import current_index
    from milestonectl.files.index.shards import shard

    texts = tuple(sorted(definition_texts(root).items()))
    index = current_index(
        root, lambda: [shard(path, root) for path in ledger_files(root)], _definitions(texts), _version(texts)
    )
    if index is None:
        return Indexed(load_compiled(root), None)
    return Indexed(_workspace(root, texts, index, tuple(outside_links(root))), index)


@functools.lru_cache(maxsize=1)
def _definitions(texts: Texts) -> Definitions:
    return compiled_definitions(dict(texts))


@functools.lru_cache(maxsize=1)
def _workspace(root: Path, texts: Texts, index: "Index", links: tuple[Problem, ...]) -> Workspace:
    """While no file changes, the same value is returned."""
    settings, team, processes, problems = _definitions(texts)
    found = sort_problems([*problems, *index.problems, *links])
    return Workspace(settings, team, processes, LedgerRows(root), tuple(found))


def _version(texts: Texts) -> str:
    """What an index is made by and from, besides the ledger: who is on the team does not matter."""
    digest = hashlib.sha256(f"{FORMAT} {__version__} {sys.version}".encode())
    for name, raw in texts:
        if name != "team.yaml":
            digest.update(f"\0{name}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()
