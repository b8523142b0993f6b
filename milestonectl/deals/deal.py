"""The state of one deal."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from milestonectl.model.condition import Facts
from milestonectl.model.money import Money
from milestonectl.model.process import Level, Process
from milestonectl.model.row import Row

Outcome = Literal["open", "won", "lost"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One item that proves something: who, what, when."""

    date: datetime.date
    kind: str
    ref: str
    contact: str
    role: str
    level: Level
    row: Row


@dataclass(frozen=True, slots=True)
class Achievement:
    """A milestone achieved, perhaps several times, and what proves it."""

    first: datetime.date
    last: datetime.date
    times: int
    evidence: tuple[Evidence, ...]
    rows: tuple[Row, ...]
    """The `achieved` rows, in order."""

    @property
    def level(self) -> Level:
        """How strongly it is proven by the best item."""
        levels = {item.level for item in self.evidence}
        return next((level for level in ("confirmed", "documented") if level in levels), "asserted")

    @property
    def override(self) -> str:
        """Why a gate was passed although it was shut; empty when it was not."""
        return next((row.reason for row in self.rows if row.reason), "")

    @property
    def imported(self) -> bool:
        """Whether another system says so and nobody here does."""
        return all(is_imported(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Push:
    """A closing date that was moved."""

    on: datetime.date
    before: datetime.date
    after: datetime.date

    @property
    def days(self) -> int:
        """Days it moved out; negative when it was pulled in."""
        return (self.after - self.before).days


@dataclass(frozen=True, slots=True)
class Deal:
    """Everything that the rows of one deal say up to some moment."""

    id: str
    opened: datetime.date
    sale_type: str
    process: Process | None
    """Nothing when no process defines the sale type."""
    account: str
    owner: str
    amount: Money | None
    close_date: datetime.date | None
    facts: Facts
    """What conditions may ask about."""
    fields: Mapping[str, str]
    achievements: Mapping[str, Achievement]
    plans: Mapping[str, tuple[Row, ...]]
    """The `planned` rows of each milestone, in the order they were made."""
    waivers: Mapping[str, Row]
    outcome: Outcome
    closed: datetime.date | None
    moves: tuple[Push, ...]
    rows: tuple[Row, ...]
    """All rows that count, in order."""
    voided: tuple[Row, ...] = ()
    """Rows that no longer count."""
    voiding: tuple[Row, ...] = ()
    """The `voided` rows that say so."""

    @property
    def currency(self) -> str:
        """The currency of the amount, if there is one."""
        return self.amount.currency if self.amount else ""

    @property
    def pushes(self) -> tuple[Push, ...]:
        """Moves of the closing date to a later day."""
        return tuple(move for move in self.moves if move.days > 0)

    @property
    def last_achieved(self) -> datetime.date | None:
        """The day of the latest achievement."""
        return max((achievement.last for achievement in self.achievements.values()), default=None)


def is_imported(row: Row) -> bool:
    """Whether the row came from another system, whose word is never more than an assertion."""
    return row.source.startswith("import")
