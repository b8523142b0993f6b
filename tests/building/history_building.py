"""Small processes and workspaces for tests of the history layer."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from milestonectl.files.cells import row_of
from milestonectl.model.period import Period, parse_period
from milestonectl.model.process import Milestone, Process, Stage, by_sale_type
from milestonectl.model.row import Row, seal
from milestonectl.model.settings import Settings, Team
from milestonectl.model.workspace import Workspace

FOUR = ("qualified", "discovery", "proof", "contract")


def process_of(
    ids: Iterable[str] = FOUR,
    name: str = "service",
    *,
    version: int = 1,
    effective: datetime.date = datetime.date(1970, 1, 1),
    multiplier: float = 2.0,
) -> Process:
    milestones = tuple(Milestone(each, each.title(), "mutual") for each in ids)
    stage = Stage("all", "All", "", milestones)
    return Process(
        name, version, effective, name.title(), milestones[-1].id, (stage,),
        contract_value=Decimal(50000), multiplier=multiplier,
    )  # fmt: skip


def workspace_of(rows: Iterable[Row] = (), *processes: Process, settings: Settings | None = None) -> Workspace:
    return Workspace(settings or Settings(), Team(), by_sale_type(processes or (process_of(),)), tuple(rows))


def period_of(text: str) -> Period:
    period = parse_period(text)
    assert period is not None
    return period


def opened(deal: str, date: str, **more: str) -> Row:
    return row(deal, date, "opened", **({"sale_type": "service", "owner": "dana"} | more))


def row(deal: str, date: str, event: str, milestone: str = "", **more: str) -> Row:
    needed = {"reason": "because"} if event in ("lost", "reopened", "waived") else {}
    cells = {"date": date, "deal": deal, "event": event, "milestone": milestone} | needed | more
    return seal(row_of(cells, "", 0))
