"""The first step of every command: the workspace's files as values, up to the day the report speaks of."""

import datetime
import functools
from dataclasses import dataclass
from pathlib import Path

import typer

from milestonectl.commands.clock import now
from milestonectl.commands.request import request_of
from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold_all
from milestonectl.files.text import did_you_mean
from milestonectl.files.workspace import find_workspace, load_compiled, load_workspace, read_definitions
from milestonectl.model.clock import Horizon, as_of, from_now
from milestonectl.model.errors import UsageError
from milestonectl.model.process import Process
from milestonectl.model.workspace import Definitions, Workspace


@dataclass(frozen=True)
class Gathered:
    """A workspace as a command sees it."""

    root: Path
    workspace: Workspace
    horizon: Horizon
    folded: dict[str, Deal] | None = None
    """The deals, when somebody has folded the rows already."""

    @property
    def day(self) -> datetime.date:
        """The day the report speaks of."""
        return self.horizon.day

    @property
    def deals(self) -> dict[str, Deal]:
        """Every deal that was opened by then, by id."""
        return _deals(self.workspace, self.horizon) if self.folded is None else self.folded

    def deal(self, deal_id: str) -> Deal:
        """The deal of an id, whatever its case."""
        found = self.deals.get(deal_id) or next(
            (d for d in self.deals.values() if d.id.casefold() == deal_id.casefold()), None
        )
        if found is None:
            raise UsageError(f'there is no deal "{deal_id}"{_suggestion(deal_id, self.deals)}')
        return found


@functools.lru_cache(maxsize=2)
def _deals(workspace: Workspace, horizon: Horizon) -> dict[str, Deal]:
    return fold_all(workspace.rows, workspace.processes, workspace.settings, horizon)


def _suggestion(word: str, known: dict[str, Deal]) -> str:
    near = did_you_mean(word, known)
    return f"; {near}" if near else "\nOpen it with: milestonectl open " + word


def gather(ctx: typer.Context) -> Gathered:
    """The workspace of this invocation."""
    root = workspace_root(ctx)
    return Gathered(root, load_compiled(root), horizon_of(ctx))


def gather_files(ctx: typer.Context) -> Gathered:
    """The workspace as its files are written: every definition with its place and its text."""
    root = workspace_root(ctx)
    return Gathered(root, load_workspace(root), horizon_of(ctx))


def gather_now(root: Path) -> Gathered:
    """A workspace as it is at this moment."""
    return Gathered(root, load_compiled(root), from_now(now()))


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
    if not sale_type or any(deal.sale_type == sale_type for deal in gathered.deals.values()):
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
