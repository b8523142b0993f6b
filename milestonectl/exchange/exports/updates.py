"""What an administrator loads back into a CRM: one line a deal, the state of its milestones as columns."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from milestonectl.deals.pipeline import Position
from milestonectl.exchange.exports.sheets import Cell, CellType, Sheet


class Naming(NamedTuple):
    """What a system calls the record's id, and how it names columns of one's own."""

    key: str
    column: Callable[[str], str]


def _salesforce(title: str) -> str:
    """`Milestone needs-agreed` is the field `Milestone_needs_agreed__c`."""
    return "".join(c if c.isalnum() else "_" for c in title) + "__c"


def _same(title: str) -> str:
    return title


NAMINGS: dict[str, Naming] = {
    "salesforce": Naming("Id", _salesforce),
    "hubspot": Naming("Record ID", _same),
    "pipedrive": Naming("Deal - ID", lambda title: f"Deal - {title}"),
    "dynamics": Naming("(Do Not Modify) Opportunity", _same),
}
_STATE: Sequence[tuple[str, CellType]] = (
    ("Milestone stage", "text"),
    ("Milestones achieved", "count"),
    ("Milestones required", "count"),
    ("Milestones unproven", "text"),
    ("Next milestone", "text"),
    ("Milestones as of", "date"),
)


def update_sheet(positions: Iterable[Position], system: str, day: datetime.date) -> Sheet:
    """The state of each deal, then the day on which each milestone was first achieved."""
    naming, found = NAMINGS[system], list(positions)
    milestones = list(dict.fromkeys(s.milestone.id for one in found for s in one.progress.standings))
    columns = [*_STATE, *((f"Milestone {name}", "date") for name in milestones)]
    named: list[tuple[str, CellType]] = [(naming.column(title), kind) for title, kind in columns]
    return Sheet("Milestones", [(naming.key, "text"), *named], [_row(one, milestones, day) for one in found])


def _row(found: Position, milestones: list[str], day: datetime.date) -> list[Cell]:
    progress = found.progress
    achieved = {s.milestone.id: s.achievement.first for s in progress.standings if s.achievement}
    return [
        found.deal.id,
        progress.stage.title if progress.stage else "",
        sum(s.achieved for s in progress.required),
        len(progress.required),
        "; ".join(s.milestone.title for s in progress.unproven),
        progress.next[0].milestone.title if progress.next and found.deal.outcome == "open" else "",
        day,
        *(achieved.get(name) for name in milestones),
    ]
