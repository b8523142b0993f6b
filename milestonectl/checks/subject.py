"""What the rules look at: a workspace, with what many of them need worked out once."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from milestonectl.deals.deal import Deal
from milestonectl.deals.fold import fold_all, separate_voided
from milestonectl.model.clock import as_of
from milestonectl.model.process import Process, by_sale_type
from milestonectl.model.row import Row
from milestonectl.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Subject:
    """A workspace under examination."""

    workspace: Workspace
    today: datetime.date
    processes: tuple[Process, ...]
    """Every version, drafts included."""
    rows: tuple[Row, ...]
    """The rows that count, in order. What was voided is no longer held against anybody."""
    deals: Mapping[str, Deal]
    """Every deal that was opened, whenever."""


def subject_of(workspace: Workspace, today: datetime.date) -> Subject:
    """The workspace with what its rows add up to."""
    rows, _ = separate_voided(workspace.rows)
    processes = (*workspace.processes, *workspace.processes.drafts)
    deals = fold_all(workspace.rows, by_sale_type(processes), workspace.settings, as_of(datetime.date.max))
    return Subject(workspace, today, processes, tuple(rows), deals)
