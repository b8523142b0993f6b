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
from milestonectl.history.cohort import EVERYBODY, Cohort, cohort_counts
from milestonectl.history.frame import frame_of
from milestonectl.history.journeys import Journeys, current_chains
from milestonectl.history.past import Count, Past, Tables, counted
from milestonectl.history.rates import stall_limits
from milestonectl.history.scan import added
from milestonectl.model.problem import sort_problems
from milestonectl.model.workspace import Workspace


@dataclass(frozen=True)
class History:
    """A workspace as a report on many deals sees it."""

    gathered: Gathered
    """Without rows: they are in the frame."""
    frame: pd.DataFrame
    elsewhere: Callable[[Callable[[pd.DataFrame], Tables]], Tables] | None = None
    """Counts rows that are not in the frame."""

    @functools.cached_property
    def past(self) -> Past:
        """The rows with what is needed to understand them."""
        workspace = self.gathered.workspace
        return Past(self.frame, workspace.processes, workspace.settings, self.gathered.horizon)

    @property
    def journeys(self) -> Journeys:
        """Every deal that was opened by the day of the report."""
        return self.past.journeys

    @property
    def chains(self) -> dict[str, tuple[str, ...]]:
        """The counted milestones of each sale type."""
        return current_chains(self.gathered.workspace.processes, self.gathered.day)

    def counted(self, *counts: Count) -> Tables:
        """What the rows add up to, wherever they are, all in one pass."""
        if self.elsewhere is None:
            return tuple(added([count(self.past)]) for count in counts)
        workspace = self.gathered.workspace
        settings, horizon = workspace.settings, self.gathered.horizon
        return self.elsewhere(functools.partial(counted, counts, workspace.processes, settings, horizon))

    def scanned(self, by: str, cohort: Cohort, *counts: Count) -> Tables:
        """The scan of a cohort, and further tables of the same pass.

        The scan of all deals leaves behind from which age deals are stalled, for daily commands.
        """
        tables = self.counted(functools.partial(cohort_counts, cohort, by), *counts)
        if self.elsewhere is None and cohort == EVERYBODY:
            keep_limits(self.gathered.root, self.gathered.day, stall_limits(tables[0], self.chains))
        return tables

    def tables(self, by: str = "", cohort: Cohort = EVERYBODY) -> pd.DataFrame:
        """The scan of a cohort alone; a report that asks for it twice gets the same one."""
        if (by, cohort) not in self._known:
            self._known[by, cohort] = self.scanned(by, cohort)[0]
        return self._known[by, cohort]

    @functools.cached_property
    def _known(self) -> dict[tuple[str, Cohort], pd.DataFrame]:
        return {}


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
