"""A workspace for programs: its deals, where they stand, and the ledger, as they were known at the end of a day."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from milestonectl.deals import pipeline
from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import Position
from milestonectl.files.workspace import find_workspace, load_workspace
from milestonectl.model import clock
from milestonectl.model.problem import Problem
from milestonectl.model.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Book:
    """What `load` returns."""

    workspace: Workspace
    """The settings, the team, the processes, and every row of the ledger."""
    horizon: clock.Horizon
    """Up to when rows count."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What cannot be read in the files, each with its place; what it touches counts nowhere."""
        return self.workspace.problems

    @cached_property
    def deals(self) -> list[Deal]:
        """Every deal that had been opened, in the order of ids."""
        found = fold_all(self.workspace.rows, self.workspace.processes, self.workspace.settings, self.horizon)
        return list(found.values())

    @cached_property
    def positions(self) -> list[Position]:
        """Where each of the deals stood: its gates, its flags, the days since its last milestone."""
        return pipeline.positions(self.deals, self.horizon.day, {})

    def ledger(self) -> "pd.DataFrame":
        """The rows that counted, as a table: the columns of the files, days and amounts as such.

        Amounts are floating-point numbers here; exact money is in `deals`.
        """
        from milestonectl.history.ledger_table import ledger_table

        seen = filter(self.horizon.sees, self.workspace.rows)
        return ledger_table(seen, self.workspace.settings.field_names)


def load(path: str | Path = ".", as_of: datetime.date | None = None) -> Book:
    """The workspace in this folder or above it, as it was known at the end of a day: today, unless one is given."""
    root = find_workspace(Path(path))
    return Book(load_workspace(root), clock.as_of(as_of or datetime.date.today()))
