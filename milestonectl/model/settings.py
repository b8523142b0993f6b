"""What `milestonectl.yaml` and `team.yaml` say."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from milestonectl.model.node import Node
from milestonectl.model.period import Period
from milestonectl.model.problem import Severity

FieldType = Literal["text", "number", "date"]


@dataclass(frozen=True, slots=True)
class DealField:
    """An extra column that a deal may have."""

    name: str
    type: FieldType = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """`milestonectl.yaml`."""

    currency: str = "USD"
    working_weeks: int = 48
    fiscal_year_starts: int = 1
    holidays: tuple[datetime.date, ...] = ()
    ramp: tuple[float, ...] = ()
    """What a new rep carries of a full target, month by month from the first; after that all of it."""
    gates: Literal["enforce", "warn"] = "enforce"
    ledger_format: Literal["csv", "yaml"] = "csv"
    fields: tuple[DealField, ...] = ()
    ignored_rules: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """How heavy a rule weighs here, by its code or name."""
    node: Node | None = None

    @property
    def field_names(self) -> tuple[str, ...]:
        """The declared extra columns, in order."""
        return tuple(declared.name for declared in self.fields)


@dataclass(frozen=True, slots=True)
class Target:
    """What a rep is to sell in a period."""

    period: Period
    revenue: Decimal
    currency: str
    sale_type: str = ""
    """Empty: any sale type."""


@dataclass(frozen=True, slots=True)
class Rep:
    """Somebody who sells."""

    id: str
    name: str
    manager: str = ""
    email: str = ""
    started: datetime.date | None = None
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """`team.yaml`: the reps and who manages them."""

    reps: tuple[Rep, ...] = ()
    managers: tuple[Rep, ...] = ()
    node: Node | None = None
    people: dict[str, Rep] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", {person.id: person for person in (*self.managers, *self.reps)})

    def name_of(self, person_id: str) -> str:
        """What to call somebody; the id when the team does not know them."""
        person = self.people.get(person_id)
        return person.name if person else person_id

    def reports_of(self, manager_id: str) -> frozenset[str]:
        """The ids of the reps whom somebody manages."""
        return frozenset(rep.id for rep in self.reps if rep.manager == manager_id)
