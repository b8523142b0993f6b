"""A process: the stages and milestones of one sale type, in one version."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from milestonectl.model.condition import ALWAYS, Condition
from milestonectl.model.node import Node

Side = Literal["buyer", "seller", "mutual"]
Level = Literal["asserted", "documented", "confirmed"]
LEVELS: tuple[Level, ...] = ("asserted", "documented", "confirmed")
"""From weak to strong."""


KINDS = ("email", "meeting", "recording", "document", "calculation", "signature", "purchase-order")
"""Kinds of evidence that everybody knows; a process may ask for others."""
ROLES = ("economic-buyer", "technical-buyer", "user", "champion", "procurement", "legal")
"""Roles at the buyer that everybody knows; a process may ask for others."""
SITUATIONS = ("status quo", "competitor", "virtual meeting")
"""Situations that plays are mostly for; a process may name others."""


def reaches(level: Level, asked: Level) -> bool:
    """Whether evidence of one level satisfies a demand for another."""
    return LEVELS.index(level) >= LEVELS.index(asked)


@dataclass(frozen=True, slots=True)
class EvidenceDemand:
    """What proves a milestone."""

    level: Level = "asserted"
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    max_age_days: int | None = None


@dataclass(frozen=True, slots=True)
class Play:
    """What to ask, send and do in a given situation."""

    situation: str
    when: Condition = ALWAYS
    ask: tuple[str, ...] = ()
    send: tuple[str, ...] = ()
    do: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A significant, auditable, mutually agreed event in a deal."""

    id: str
    title: str
    side: Side
    required: bool = True
    needs: tuple[str, ...] = ()
    when: Condition = ALWAYS
    evidence: EvidenceDemand = EvidenceDemand()
    typical_days: int | None = None
    valid_for_days: int | None = None
    indicators: tuple[str, ...] = ()
    plays: tuple[Play, ...] = ()
    node: Node | None = None
    """Where it is written."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A named part of a process; it ends in the gate of its required milestones."""

    id: str
    title: str
    objective: str
    milestones: tuple[Milestone, ...]
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """One version of one sale type's process, with all that it inherits."""

    name: str
    version: int
    effective: datetime.date
    title: str
    wins: str
    stages: tuple[Stage, ...]
    extends: str = ""
    contract_value: Decimal | None = None
    multiplier: float = 2.0
    """How many times the ideal number of milestones to plan for, until history knows better."""
    file: str = ""
    node: Node | None = None

    @property
    def pin(self) -> str:
        """How a row names this version: `new-account@2`."""
        return f"{self.name}@{self.version}"

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """All milestones, in order."""
        return tuple(milestone for stage in self.stages for milestone in stage.milestones)

    def milestone(self, milestone_id: str) -> Milestone | None:
        """The milestone of an id."""
        return next((m for m in self.milestones if m.id == milestone_id), None)

    def placed(self) -> Iterator[tuple[Stage, Milestone]]:
        """Every milestone with its stage, in order."""
        return ((stage, milestone) for stage in self.stages for milestone in stage.milestones)


@dataclass(frozen=True, slots=True)
class Processes:
    """Every version of every process, by sale type; versions in the order in which they came into effect."""

    versions: dict[str, tuple[Process, ...]]
    drafts: tuple[Process, ...] = ()
    """Read as far as they go: good enough to look for further problems, not to steer by."""
    unsound: frozenset[str] = frozenset()
    """Names of processes that a file defines, but with problems that keep it from being used."""

    def __iter__(self) -> Iterator[Process]:
        return (process for versions in self.versions.values() for process in versions)

    @property
    def names(self) -> frozenset[str]:
        """Every sale type that some file defines, sound or not."""
        return frozenset(self.versions) | self.unsound

    def current(self, name: str, day: datetime.date) -> Process | None:
        """The version that a deal opened on a day follows; the first one serves all that came before it."""
        versions = self.versions.get(name, ())
        in_effect = [process for process in versions if process.effective <= day]
        return in_effect[-1] if in_effect else next(iter(versions), None)

    def pinned(self, pin: str) -> Process | None:
        """The version that a pin such as `new-account@2` names."""
        name, _, number = pin.rpartition("@")
        return next((p for p in self.versions.get(name, ()) if str(p.version) == number), None)


def by_sale_type(
    processes: Iterable[Process], drafts: Iterable[Process] = (), unsound: Iterable[str] = ()
) -> Processes:
    """Order the versions of each sale type by effective date, then number."""
    ordered = sorted(processes, key=lambda process: (process.effective, process.version))
    names = sorted({process.name for process in ordered})
    versions = {name: tuple(p for p in ordered if p.name == name) for name in names}
    return Processes(versions, tuple(drafts), frozenset(unsound))
