"""A problem in the user's files, and the place it is at. Problems are returned, never raised."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Place(NamedTuple):
    """A span in a file: lines and columns count from 1, the end column is the first one after the span."""

    file: str
    """Path below the workspace, with forward slashes."""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 2

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Edit(NamedTuple):
    """Replace the text of one span."""

    place: Place
    text: str


class Problem(NamedTuple):
    """What is wrong, where, and what to do. Rules are known by name; code and severity come from their list."""

    name: str
    """The rule, as `unknown-key`."""
    message: str
    place: Place
    hint: str = ""
    """The remedy, in words."""
    other: Place | None = None
    """The second place involved, if there is one."""
    fix: tuple[Edit, ...] = ()
    """What `validate --fix` would do; only what is safe."""
    code: str = ""
    severity: Severity = "error"
    cell: str = ""
    """The column of a ledger row that is meant, while the place is still that of the row: a cell is looked up in the
    text of its line only when the problem is to be shown."""


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file, line and column."""
    return sorted(set(problems), key=lambda problem: (problem.place, problem.name, problem.message))
