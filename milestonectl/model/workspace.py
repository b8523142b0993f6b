"""All that a workspace's files say, as one value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from milestonectl.model.problem import Problem
from milestonectl.model.process import Processes
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings, Team


class Definitions(NamedTuple):
    """The definition files as values."""

    settings: Settings
    team: Team
    processes: Processes
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Workspace:
    """The files as values, and what was wrong with them. Rows that cannot be understood are only in `problems`.

    Every reading is a value of its own: two are equal only if they are the same.
    """

    settings: Settings
    team: Team
    processes: Processes
    rows: Sequence[Row]
    problems: tuple[Problem, ...] = ()
    sources: Mapping[str, str] | None = None
    """The text of each definition file, to quote from."""
