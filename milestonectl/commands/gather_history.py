"""The first step of the commands that look at many deals: definitions, and the ledger as a frame."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import typer

from milestonectl.commands.gather import Gathered, horizon_of, workspace_root
from milestonectl.files.compiled import compiled_definitions
from milestonectl.files.frame import read_frame
from milestonectl.files.stalling import keep_limits
from milestonectl.files.workspace import definition_texts
from milestonectl.history.cohort import EVERYBODY, Cohort, Scanned, cohort_counts, of_cohort
from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import Journeys, current_chains, journeys
from milestonectl.history.rates import stall_limits
from milestonectl.history.scan import added, counts
from milestonectl.model.clock import Horizon
from milestonectl.model.problem import sort_problems
from milestonectl.model.workspace import Workspace

Count = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class History:
    """A workspace as a report on many deals sees it."""

    gathered: Gathered
    """Without rows: they are in the frame."""
    frame: pd.DataFrame
    elsewhere: Callable[[Count], pd.DataFrame] | None = None
    """Counts rows that are not in the frame."""

    @functools.cached_property
    def journeys(self) -> Journeys:
        """Every deal that was opened by the day of the report."""
        return self.seen_by(self.gathered.horizon)

    @property
    def chains(self) -> dict[str, tuple[str, ...]]:
        """The counted milestones of each sale type."""
        return current_chains(self.gathered.workspace.processes, self.gathered.day)

    def counted(self, count: Count) -> pd.DataFrame:
        """What the rows add up to, wherever they are."""
        return added([count(self.frame)]) if self.elsewhere is None else self.elsewhere(count)

    def tables(self, by: str = "", cohort: Cohort = EVERYBODY) -> pd.DataFrame:
        """The scan of a cohort. That of all deals leaves behind from which age deals are stalled, for daily commands."""
        workspace, horizon = self.gathered.workspace, self.gathered.horizon
        if self.elsewhere is not None:
            asked = Scanned(workspace.processes, workspace.settings, horizon, cohort, by)
            return self.counted(functools.partial(cohort_counts, asked))
        found = of_cohort(self.journeys, cohort)
        tables = counts(found, by)
        if found is self.journeys:
            keep_limits(self.gathered.root, self.gathered.day, stall_limits(tables, self.chains))
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
