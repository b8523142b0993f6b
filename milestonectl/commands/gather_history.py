"""The first step of the commands that look at many deals: definitions, and the ledger as a frame."""

import functools
from dataclasses import dataclass

import pandas as pd
import typer

from milestonectl.commands.gather import Gathered, horizon_of, workspace_root
from milestonectl.files.compiled import compiled_definitions
from milestonectl.files.frame import read_frame
from milestonectl.files.stalling import keep_limits
from milestonectl.files.workspace import definition_texts
from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import Journeys, journeys
from milestonectl.history.rates import stall_limits
from milestonectl.history.scan import counts
from milestonectl.model.clock import Horizon
from milestonectl.model.problem import sort_problems
from milestonectl.model.workspace import Workspace


@dataclass(frozen=True)
class History:
    """A workspace as a report on many deals sees it."""

    gathered: Gathered
    """Without rows: they are in the frame."""
    frame: pd.DataFrame

    @functools.cached_property
    def journeys(self) -> Journeys:
        """Every deal that was opened by the day of the report."""
        return self.seen_by(self.gathered.horizon)

    def tables(self, by: str = "") -> pd.DataFrame:
        """The scan of all deals. It leaves behind from which age deals count as stalled, for the daily commands."""
        tables = counts(self.journeys, by)
        keep_limits(self.gathered.root, self.gathered.day, stall_limits(tables, self.journeys.chains))
        return tables

    def seen_by(self, horizon: Horizon) -> Journeys:
        """The deals as another horizon sees them."""
        workspace = self.gathered.workspace
        return journeys(self.frame, workspace.processes, workspace.settings, horizon)


def gather_history(ctx: typer.Context) -> History:
    """The history of this invocation's workspace."""
    root = workspace_root(ctx)
    settings, team, processes, problems = compiled_definitions(definition_texts(root))
    frame, wrong = read_frame(root, settings.field_names)
    workspace = Workspace(settings, team, processes, (), tuple(sort_problems([*problems, *wrong])))
    return History(Gathered(root, workspace, horizon_of(ctx)), frame)


def history_of(gathered: Gathered) -> History:
    """The history of a workspace that has been read with its rows."""
    workspace = gathered.workspace
    return History(gathered, frame_of(workspace.rows, workspace.settings.field_names))
