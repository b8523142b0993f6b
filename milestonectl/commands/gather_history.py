"""The first step of the commands that look at many deals: definitions, and the ledger as a frame."""

import datetime
import functools
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import typer

from milestonectl.commands.gather import gather_definitions, horizon_of, workspace_root
from milestonectl.files.frame import read_frame
from milestonectl.history.journeys import Journeys, journeys
from milestonectl.model.clock import Horizon
from milestonectl.model.errors import UsageError
from milestonectl.model.problem import Problem, sort_problems
from milestonectl.model.words import did_you_mean
from milestonectl.model.workspace import Definitions


@dataclass(frozen=True)
class History:
    """A workspace as a report on many deals sees it."""

    root: Path
    definitions: Definitions
    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    horizon: Horizon

    @property
    def day(self) -> datetime.date:
        """The day the report speaks of."""
        return self.horizon.day

    @functools.cached_property
    def journeys(self) -> Journeys:
        """Every deal that was opened by then."""
        return self.seen_by(self.horizon)

    def seen_by(self, horizon: Horizon) -> Journeys:
        """The deals as another horizon sees them."""
        return journeys(self.frame, self.definitions, horizon)


def gather_history(ctx: typer.Context) -> History:
    """The history of this invocation's workspace."""
    root = workspace_root(ctx)
    definitions = gather_definitions(ctx)
    frame, wrong = read_frame(root, definitions.settings.field_names)
    problems = tuple(sort_problems([*definitions.problems, *wrong]))
    return History(root, definitions, frame, problems, horizon_of(ctx))


def known_sale_type(history: History, sale_type: str | None) -> str:
    """A sale type that has a process; nothing when none was asked for."""
    known = history.definitions.processes.versions
    if sale_type and sale_type not in known:
        near = did_you_mean(sale_type, known) or f"one of {', '.join(known) or 'none: there are no processes'}"
        raise UsageError(f'there is no sale type "{sale_type}"; {near}')
    return sale_type or ""
