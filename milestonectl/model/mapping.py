"""How another system's file is to be read: which column is what, and what its words mean here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from milestonectl.model.node import Node

Reads = Literal["events", "stages"]
"""Whether a record says what happened, or in which stage the deal is from then on."""

DateOrder = Literal["day-first", "month-first"]

RECORD_ROLES = ("deal", "stamp", "event", "by", "order", "deleted", "merged", "reason", "note")
"""What a column can say about a record: the deal, when, what, who, its place among equal stamps, ..."""

SNAPSHOT_ROLES = ("created", "modified", "moved", "stage", "status", "won_at", "lost_at", "closed_at")
"""What a column can say where a record is the whole deal: its times, its stage, its outcome."""

CHANGE_ROLES = ("field", "old", "new")
"""What a column can say where a record is the change of one field."""

VALUE_ROLES = ("sale_type", "account", "owner", "amount", "currency", "close_date")
"""What a column can say about the deal itself; a declared field of the workspace is one more."""

CHANGED_ROLES = ("event", "created", *VALUE_ROLES)
"""What a changed field can be."""

WON, LOST, OPEN, IGNORED = "won", "lost", "open", "ignored"
OUTCOMES = (WON, LOST, OPEN, IGNORED)
"""What a source's word can mean besides a milestone."""


Meanings = Mapping[str, tuple[str, ...]]
"""Source words to milestones or outcomes."""


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """One `imports/NAME.yaml`."""

    name: str
    reads: Reads | None = None
    """Nothing: as the shape of the file does."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Role to the column's header."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Role to the value that every deal has."""
    events: Meanings = field(default_factory=dict)
    events_of: Mapping[str, Meanings] = field(default_factory=dict)
    """What differs for a sale type."""
    sale_types: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    machines: frozenset[str] = frozenset()
    """Users that are nobody: what they do counts, but no rep did it."""
    changes: Mapping[str, str] = field(default_factory=dict)
    """Where a record is the change of one field: the source's field to what it is here (a role, or `created`)."""
    drop: Meanings = field(default_factory=dict)
    """Column to the values whose records are left out: duplicates, errors, tests."""
    keep_first: frozenset[str] = frozenset()
    """Roles whose first value stands; later ones do not change the deal."""
    dates: DateOrder | None = None
    time_zone: str = "UTC"
    """Of stamps that name no offset."""
    node: Node | None = field(default=None, compare=False)

    def means(self, word: str, sale_type: str) -> tuple[str, ...] | None:
        """The milestones or the outcome behind a source's word; nothing when the mapping does not know it."""
        own = self.events_of.get(sale_type)
        return own[word] if own is not None and word in own else self.events.get(word)

    def person(self, user: str) -> str:
        """The rep behind a user of the source; nobody for a machine."""
        return "" if user in self.machines else self.people.get(user, user)
