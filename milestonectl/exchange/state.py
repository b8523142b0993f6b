"""What the ledger says of a deal before an import adds to it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from milestonectl.model.mapping import LOST, OPEN, WON
from milestonectl.model.row import Row, cells

NOT_VALUES = frozenset({"id", "recorded_at", "date", "deal", "event", "source", "by", "note"})
"""Columns that say something about a row, not about its deal."""


class State(NamedTuple):
    """The values of a deal, the milestone achieved last, and how it ended."""

    values: dict[str, str]
    milestone: str = ""
    outcome: str = OPEN


def by_deal(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each deal, in the order in which they count."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.order):
        found[row.deal].append(row)
    return found


def state_of(rows: Iterable[Row], wins: frozenset[str]) -> State:
    """The state that rows in order add up to."""
    values: dict[str, str] = {}
    milestone, outcome = "", OPEN
    for row in rows:
        if row.event in ("opened", "changed"):
            values |= {name: text for name, text in cells(row).items() if name not in NOT_VALUES}
        elif row.event == "achieved":
            milestone = row.milestone
            outcome = WON if milestone in wins else outcome
        elif row.event in ("lost", "reopened"):
            outcome = LOST if row.event == "lost" else OPEN
    return State(values, milestone, outcome)
