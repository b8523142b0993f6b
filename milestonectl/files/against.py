"""The ledger held against an earlier revision: every row of then must still be there, byte for byte."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from milestonectl.files import disk
from milestonectl.files.git import (
    bytes_at,
    commit_of,
    commits_since,
    describe,
    files_at,
    has_repository,
    is_ancestor,
    lines_at,
)
from milestonectl.files.ledger import parse_ledger
from milestonectl.files.workspace import is_ledger_file, ledger_files, relative
from milestonectl.model.errors import UsageError
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import Row, cells

_SEALED = frozenset({"id", "recorded_at", "sha256"})
"""What sealing fills in: a row that had none of them may have them now."""


class Written(NamedTuple):
    """A row and its line as it is written."""

    row: Row
    line: bytes

    @property
    def content(self) -> tuple[bytes, tuple[tuple[str, str], ...]]:
        """What must not change: the bytes, and what they say below their header."""
        return self.line, tuple(sorted(cells(self.row).items()))

    @property
    def unsealed(self) -> tuple[tuple[str, str], ...]:
        """What a row said before it was sealed."""
        return tuple(sorted((name, value) for name, value in cells(self.row).items() if name not in _SEALED))


def history_problems(root: Path, revision: str, field_names: tuple[str, ...]) -> list[Problem]:
    """Rows of a revision that are changed or gone, with the commit that did it."""
    commit = commit_of(root, revision)
    if not commit:
        where = "is in no git repository" if not has_repository(root) else f'knows no revision "{revision}"'
        raise UsageError(f"--against: the workspace {where}")
    now = _Now([written for path in ledger_files(root) for written in _read(root, path, field_names)])
    problems: list[Problem] = []
    for file in filter(is_ledger_file, files_at(root, commit, "ledger")):
        then = written_rows(bytes_at(root, commit, file), file, field_names)
        problems += _lost(root, commit, file, [written for written in then if not now.has(written)], now)
    return problems


class _Now:
    """The ledger as it is, ready to be asked."""

    def __init__(self, rows: list[Written]) -> None:
        self.contents = {written.content for written in rows}
        self.unsealed = {written.unsealed for written in rows}
        self.by_id = {written.row.id: written.row for written in rows if written.row.id}
        self.by_place = {(written.row.file, written.row.line): written.row for written in rows}

    def has(self, then: Written) -> bool:
        return then.content in self.contents or (not then.row.id and then.unsealed in self.unsealed)

    def changed(self, then: Row) -> Row | None:
        """The row that says something else now."""
        if then.id:
            return self.by_id.get(then.id)
        now = self.by_place.get((then.file, then.line))
        return now if now is not None and (now.deal, now.event) == (then.deal, then.event) else None


def written_rows(raw: bytes, file: str, field_names: tuple[str, ...]) -> list[Written]:
    """The rows of a file with their lines."""
    lines = [line.rstrip(b"\r") for line in raw.split(b"\n")]
    return [Written(row, lines[row.line - 1]) for row in parse_ledger(raw, file, field_names)[0]]


def _read(root: Path, path: Path, field_names: tuple[str, ...]) -> list[Written]:
    return written_rows(disk.read_bytes(path), relative(path, root), field_names)


def _lost(root: Path, commit: str, file: str, lost: list[Written], now: _Now) -> Iterator[Problem]:
    if not lost:
        return
    history = _History(root, commit, file)
    for row, line in lost:
        changed = now.changed(row)
        name = "changed-row" if changed else "removed-row"
        what = f"{row.id[:7] or 'unsealed'} ({row.deal}, {row.event} {row.milestone or ''}".rstrip() + ")"
        message = f"row {what}, line {row.line} at {commit[:7]}, was {name.partition('-')[0]} {history.culprit(line)}"
        place = Place(changed.file, changed.line) if changed else Place(file)
        yield Problem(name, message, place, f"git show {commit[:7]}:./{file} shows what it said")


class _History:
    """The commits that touched a file since a revision, asked only when a row is missing."""

    def __init__(self, root: Path, commit: str, file: str) -> None:
        self.root, self.commit, self.file = root, commit, file
        self.commits = commits_since(root, commit, file)
        self.lines: dict[str, frozenset[bytes]] = {}

    def culprit(self, line: bytes) -> str:
        """Who took a line away: the last commit that no longer has what one of its parents had."""
        for commit, parents in reversed(self.commits):
            if line not in self._at(commit) and any(line in self._at(parent) for parent in parents):
                return f"in {describe(self.root, commit)}"
        if line in self._at("HEAD"):
            return "and that is not committed"
        if not is_ancestor(self.root, self.commit):
            return f"in a history that does not come from {self.commit[:7]}"
        return "in a commit that git cannot name"

    def _at(self, commit: str) -> frozenset[bytes]:
        if commit not in self.lines:
            self.lines[commit] = lines_at(self.root, commit, self.file)
        return self.lines[commit]
