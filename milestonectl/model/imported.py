"""What reading another system's file found: rows to write, problems, and facts about the data."""

from collections.abc import Sequence
from dataclasses import dataclass

from milestonectl.model.problem import Problem
from milestonectl.model.row import Row


@dataclass(frozen=True, slots=True)
class Quality:
    """One fact about the source."""

    name: str
    message: str
    count: int
    examples: tuple[str, ...]
    """Deals, or lines of the file."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found. Nothing is written yet."""

    read: int
    """Records in the source."""
    rows: Sequence[Row]
    """New rows, each deal's in time."""
    skipped: int
    """Rows that the ledger holds already."""
    problems: tuple[Problem, ...]
    quality: tuple[Quality, ...]
