"""The rows of a deal -> what the index says of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from milestonectl.deals.fold import separate_voided
from milestonectl.deals.settled import Settled, settled
from milestonectl.model.row import Row
from milestonectl.model.workspace import Definitions


class Summary(NamedTuple):
    """What the index says of one deal."""

    deal: str
    live: bool
    """Open: to be looked at whenever it is asked what is going on."""
    day: str
    """The latest day that anything but a plan is dated."""
    recorded: str
    """When its latest row was recorded."""
    settled: Settled | None


def summary(deal: str, rows: Sequence[Row], definitions: Definitions) -> Summary:
    """What the rows of a deal, all of them and in any order, add up to."""
    standing, _ = separate_voided(rows)
    found = settled(standing, definitions.processes, definitions.settings)
    opened = any(row.event == "opened" for row in standing)
    days = [row.date for row in rows if row.event != "planned"]
    recorded = max([row.recorded_at or row.date for row in rows], default="")
    return Summary(deal, found is None and opened, max(days, default=""), recorded, found)


def grouped(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    """Rows by deal, in the order they stand."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.deal, []).append(row)
    return found
