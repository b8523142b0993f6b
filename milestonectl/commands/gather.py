"""The first step of every command: the workspace's files as values, up to the day the report speaks of."""

import datetime
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from milestonectl.commands.clock import now
from milestonectl.commands.request import request_of
from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold_all
from milestonectl.deals.pipeline import Pipeline
from milestonectl.files.indexed import load_indexed
from milestonectl.files.stalling import Limits, known_limits
from milestonectl.files.text import did_you_mean
from milestonectl.files.workspace import find_workspace, load_workspace, read_definitions
from milestonectl.model.clock import Horizon, as_of, from_now
from milestonectl.model.errors import UsageError
from milestonectl.model.period import quarter_of
from milestonectl.model.process import Process
from milestonectl.model.row import Row
from milestonectl.model.words import nearest
from milestonectl.model.workspace import Definitions, Workspace

if TYPE_CHECKING:
    from milestonectl.files.index.index import Index


@dataclass(frozen=True)
class Gathered:
    """A workspace as a command sees it."""

    root: Path
    workspace: Workspace
    horizon: Horizon
    folded: dict[str, Deal] | None = None
    """The deals, when somebody has folded the rows already."""
    index: "Index | None" = None
    """What answers questions about the rows without reading all of them."""

    @property
    def day(self) -> datetime.date:
        """The day the report speaks of."""
        return self.horizon.day

    @property
    def deals(self) -> dict[str, Deal]:
        """Every deal that was opened by then, by id."""
        return _deals(self.workspace, self.horizon) if self.folded is None else self.folded

    @functools.cached_property
    def stall_limits(self) -> Limits:
        """Days after which a deal counts as stalled, as history last left them behind."""
        return known_limits(self.root, self.day)

    @functools.cached_property
    def pipeline(self) -> Pipeline:
        """Every open deal, and of the closed ones perhaps only what they add up to."""
        settings = self.workspace.settings
        period = quarter_of(self.day, settings.fiscal_year_starts)
        going = self.index.going_on(self.horizon, period) if self.index else None
        if going is None:
            return Pipeline(self.deals)
        return Pipeline(fold_all(going.rows, self.workspace.processes, settings, self.horizon), going.sums)

    def find(self, deal_id: str) -> Deal | None:
        """The deal of an id, whatever its case."""
        rows = self.index.rows_named(deal_id) if self.index else None
        workspace = self.workspace
        near = self.deals if rows is None else fold_all(rows, workspace.processes, workspace.settings, self.horizon)
        return near.get(deal_id) or next((d for d in near.values() if d.id.casefold() == deal_id.casefold()), None)

    def deal(self, deal_id: str) -> Deal:
        """The deal of an id, whatever its case; an error when there is none."""
        found = self.find(deal_id)
        if found is None:
            near = self._nearest(deal_id)
            hint = f'; did you mean "{near}"?' if near else f"\nOpen it with: milestonectl open {deal_id}"
            raise UsageError(f'there is no deal "{deal_id}"{hint}')
        return found

    def rows_of(self, deal_id: str) -> list[Row]:
        """All rows of a deal."""
        rows = self.index.rows_named(deal_id) if self.index else None
        return [row for row in (self.workspace.rows if rows is None else rows) if row.deal == deal_id]

    def moments_since(self, moment: str) -> set[str]:
        """When rows were recorded, as far as it was at that moment or later; perhaps earlier moments too."""
        rows = self.index.rows_recorded_since(moment) if self.index else None
        return {row.recorded_at for row in (self.workspace.rows if rows is None else rows)}

    def _nearest(self, deal_id: str) -> str:
        names = self.index.names() if self.index else None
        near = nearest(deal_id, names or ())
        return near if near and self.find(near) else nearest(deal_id, self.deals)


@functools.lru_cache(maxsize=2)
def _deals(workspace: Workspace, horizon: Horizon) -> dict[str, Deal]:
    return fold_all(workspace.rows, workspace.processes, workspace.settings, horizon)


def gather(ctx: typer.Context) -> Gathered:
    """The workspace of this invocation."""
    root = workspace_root(ctx)
    return _gathered(root, horizon_of(ctx))


def gather_files(ctx: typer.Context) -> Gathered:
    """The workspace as its files are written: every definition with its place and its text."""
    root = workspace_root(ctx)
    return Gathered(root, load_workspace(root), horizon_of(ctx))


def gather_now(root: Path) -> Gathered:
    """A workspace as it is at this moment."""
    return _gathered(root, from_now(now()))


def _gathered(root: Path, horizon: Horizon) -> Gathered:
    indexed = load_indexed(root)
    return Gathered(root, indexed.workspace, horizon, index=indexed.index)


def gather_definitions(ctx: typer.Context) -> Definitions:
    """Only the definitions, without the ledger."""
    return read_definitions(workspace_root(ctx))


def workspace_root(ctx: typer.Context) -> Path:
    """The folder of the workspace."""
    return find_workspace(request_of(ctx).directory or Path())


def horizon_of(ctx: typer.Context) -> Horizon:
    """Up to when this invocation looks: `--as-of`, or now."""
    day = request_of(ctx).as_of
    return as_of(day) if day else from_now(now())


def known_sale_type(gathered: Gathered, sale_type: str | None) -> str:
    """The sale type that a report is limited to; one that neither a process nor a deal has is refused."""
    if not sale_type or sale_type in gathered.pipeline.sale_types:
        return sale_type or ""
    return sale_type_process(gathered, sale_type, gathered.day).name


def sale_type_process(gathered: Gathered, sale_type: str, day: datetime.date) -> Process:
    """The process that a deal of a sale type opened on a day follows."""
    process = gathered.workspace.processes.current(sale_type, day)
    if process is None:
        known = gathered.workspace.processes.versions
        near = did_you_mean(sale_type, known) or f"one of {', '.join(known) or 'none: there are no processes'}"
        raise UsageError(f'there is no sale type "{sale_type}"; {near}')
    return process
