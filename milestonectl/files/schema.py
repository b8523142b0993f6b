"""The shape of the definition files: pydantic models whose descriptions are the reference documentation."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from milestonectl.files.country_holidays import country_holidays
from milestonectl.model.period import parse_period

ID = r"[a-z0-9][a-z0-9-]{0,63}"
FIELD_NAME = r"[a-z][a-z0-9_]{0,63}"
_ID = re.compile(ID)
_FIELD_NAME = re.compile(FIELD_NAME)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _iso_date(value: object) -> datetime.date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("write a date as YYYY-MM-DD")
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"there is no day {value}") from None


def _identifier(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError("an id is lower-case letters, digits and hyphens, as in needs-agreed")
    return value


def _field_name(value: object) -> str:
    if not isinstance(value, str) or not _FIELD_NAME.fullmatch(value):
        raise ValueError("a field is named in lower-case letters, digits and underscores, as in contract_kind")
    return value


def _decimal(value: object) -> Decimal:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    raise ValueError("write a plain number, as in 50000")


def _meaning(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _period(value: object) -> str:
    text = str(value)
    if parse_period(text) is None:
        raise ValueError("write a period as 2026, 2026-Q4, 2026-11 or 2026-W48")
    return text


Identifier = Annotated[str, BeforeValidator(_identifier), Field(json_schema_extra={"pattern": f"^{ID}$"})]
IsoDate = Annotated[datetime.date, BeforeValidator(_iso_date)]


def _days_of_country(value: object) -> object:
    return country_holidays(value) if isinstance(value, str) else value


Holidays = Annotated[
    list[IsoDate],
    BeforeValidator(_days_of_country),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string", "format": "date"}},
                {"type": "string", "pattern": "^[A-Z]{2}(-[A-Z0-9]+)?$"},
            ]
        }
    ),
]
FieldName = Annotated[str, BeforeValidator(_field_name), Field(json_schema_extra={"pattern": f"^{FIELD_NAME}$"})]
Number = Annotated[Decimal, BeforeValidator(_decimal), Field(ge=0, json_schema_extra={"type": "number"})]
Meaning = Annotated[list[str], BeforeValidator(_meaning), Field(json_schema_extra={"type": ["string", "array"]})]
Share = Annotated[float, Field(ge=0, le=1)]
PeriodName = Annotated[str, BeforeValidator(_period)]
Text = Annotated[str, Field(min_length=1)]
Condition = dict[str, Any] | list[dict[str, Any]]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True, frozen=True)


class EvidenceModel(_Model):
    """What proves a milestone."""

    level: Literal["asserted", "documented", "confirmed"] = Field(
        "asserted", description="How strongly: asserted by the rep, documented on record, or confirmed by the buyer."
    )
    kinds: list[Text] = Field([], description="Which kinds of evidence count: email, document, signature, ...")
    roles: list[Text] = Field([], description="Whose word at the buyer counts: economic-buyer, legal, ...")
    max_age_days: int | None = Field(None, ge=1, description="How much older than the achievement it may be.")


class PlayModel(_Model):
    """What to ask, send and do to achieve a milestone in a given situation."""

    situation: Text = Field(description="When to use it: status quo, competitor, virtual meeting, ...")
    when: Condition | None = Field(None, description="The deals it is for: field to value, list or comparison.")
    ask: list[Text] = Field([], description="Questions for the buyer.")
    send: list[Text] = Field([], description="Content to send: paths or links.")
    do: list[Text] = Field([], description="What to do.")


class MilestoneModel(_Model):
    """A significant, auditable, mutually agreed event in a deal."""

    id: Identifier = Field(description="Its name in the ledger; never reused for something else.")
    title: Text = Field(description="The outcome, as people say it.")
    side: Literal["buyer", "seller", "mutual"] = Field("mutual", description="Who makes it happen.")
    required: bool = Field(True, description="Whether the gate of its stage waits for it.")
    needs: list[Identifier] = Field([], description="Milestones that come before it, beyond the order of stages.")
    when: Condition | None = Field(None, description="The deals it applies to: field to value, list or comparison.")
    evidence: EvidenceModel = Field(default_factory=EvidenceModel, description="What proves it.")
    typical_days: int | None = Field(None, ge=0, description="Usual days from the milestone before it.")
    valid_for_days: int | None = Field(None, ge=1, description="After how many days it lapses, to be confirmed again.")
    indicators: list[Text] = Field([], description="Small signs of progress under it: tracked, never gating.")
    plays: list[PlayModel] = Field([], description="How to achieve it, situation by situation.")


class StageModel(_Model):
    """A named part of a process; it ends in a gate."""

    id: Identifier = Field(description="Its name in reports and filters.")
    title: Text = Field(description="As people say it.")
    objective: str = Field("", description="What is true when the stage is done.")
    milestones: list[MilestoneModel] = Field(min_length=1, description="What is achieved in it, in order.")


class PriorModel(_Model):
    """What to assume until history carries the numbers."""

    multiplier: float = Field(2.0, ge=1, le=20, description="Milestones to plan for, as a multiple of the ideal.")


class ProcessModel(_Model):
    """The definition of one sale type, in one version."""

    process: Identifier = Field(description="The sale type.")
    version: int = Field(1, ge=1, description="Counts up with each change that matters.")
    effective: IsoDate = Field(
        datetime.date(1970, 1, 1), description="Deals opened on or after this day follow this version."
    )
    title: Text = Field(description="As people say it.")
    extends: str | None = Field(
        None, description="The process whose stages and milestones it takes: NAME or NAME@VERSION."
    )
    drop: list[Identifier] = Field([], description="Stages and milestones of the extended process that it leaves out.")
    contract_value: Number | None = Field(None, description="Typical value of a contract, until history says better.")
    wins: Identifier = Field(description="The milestone that wins the deal.")
    prior: PriorModel = Field(default_factory=PriorModel, description="What to assume until history knows.")
    stages: list[StageModel] = Field(min_length=1, description="The parts of the process, in order.")


class FieldModel(_Model):
    """An extra column that a deal may have."""

    type: Literal["text", "number", "date"] = Field("text", description="What its cells hold.")
    choices: list[Text] = Field([], description="The only values allowed; none named: any.")


class SettingsModel(_Model):
    """`milestonectl.yaml`."""

    currency: str = Field("USD", pattern="^[A-Z]{3}$", description="The currency of amounts that name none.")
    working_weeks: int = Field(48, ge=1, le=53, description="Selling weeks a year.")
    fiscal_year_starts: int = Field(1, ge=1, le=12, description="The first month of the fiscal year.")
    holidays: Holidays = Field(
        [], description="Days on which nobody sells: a country as US or DE-BY, or a list of days."
    )
    ramp: list[Share] = Field(
        [], description="What a new rep carries of a full target, month by month from `started`: 0, 0.25, 0.5, 0.75."
    )
    gates: Literal["enforce", "warn"] = Field("enforce", description="Whether `log` refuses what a gate forbids.")
    ledger_format: Literal["csv", "yaml"] = Field("csv", description="How the tool writes new ledger files.")
    fields: dict[FieldName, FieldModel] = Field({}, description="Extra columns that a deal may have.")
    ignore: list[Text] = Field([], description="Rules that `validate` leaves out, by code or name.")
    severity: dict[Text, Literal["error", "warning"]] = Field(
        {}, description="Rules that weigh more or less here, by code or name."
    )


class TargetModel(_Model):
    """What a rep is to sell in a period."""

    period: PeriodName = Field(
        description="2026, 2026-Q4, 2026-11 or 2026-W48.", json_schema_extra={"type": ["string", "integer"]}
    )
    revenue: Number = Field(description="In the currency.")
    currency: str | None = Field(None, pattern="^[A-Z]{3}$", description="Empty: the workspace's.")
    sale_type: Identifier | None = Field(None, description="Empty: any sale type.")


class PersonModel(_Model):
    """A rep or a manager."""

    id: Identifier = Field(description="Their name in the ledger.")
    name: Text = Field(description="As people say it.")
    email: str = Field("", description="Their address in git, so that the tool knows who is writing.")
    manager: Identifier | None = Field(None, description="Who manages them.")
    started: IsoDate | None = Field(None, description="Their first day of selling.")
    targets: list[TargetModel] = Field([], description="What they are to sell.")


class TeamModel(_Model):
    """`team.yaml`."""

    managers: list[PersonModel] = Field([], description="People who manage reps and do not sell themselves.")
    reps: list[PersonModel] = Field([], description="People who sell.")


class MappingModel(_Model):
    """`imports/NAME.yaml`: how another system's file is to be read."""

    reads: Literal["events", "stages"] | None = Field(
        None, description="What a record says: that something happened, or in which stage the deal is from then on."
    )
    columns: dict[FieldName, Text] = Field(
        {}, description="Which column holds what: deal, stamp, event, by, amount, ..."
    )
    constants: dict[FieldName, Text] = Field({}, description="What every deal has: sale_type, currency, ...")
    events: dict[str, Meaning] = Field(
        {}, description="The source's word to a milestone, to several, or to won, lost, open or ignored."
    )
    events_of: dict[Identifier, dict[str, Meaning]] = Field({}, description="What differs for a sale type.")
    sale_types: dict[str, Identifier] = Field({}, description="The source's word to a sale type.")
    people: dict[str, Text] = Field({}, description="The source's user to a rep.")
    machines: list[Text] = Field([], description="Users that are nobody: what they do counts, but no rep did it.")
    changes: dict[str, Text] = Field(
        {}, description="Where a record is the change of a field: the source's field to event, created, amount, ..."
    )
    drop: dict[Text, Meaning] = Field(
        {}, description="Column to the values whose records are left out: duplicates, errors, tests."
    )
    keep_first: list[FieldName] = Field([], description="Columns whose first value stands, as the owner's.")
    dates: Literal["day-first", "month-first"] | None = Field(None, description="What 03/04/2026 means.")
    time_zone: Text = Field("UTC", description="Of time stamps without an offset, as Europe/Amsterdam.")


MODELS: Mapping[str, type[BaseModel]] = {
    "process": ProcessModel,
    "settings": SettingsModel,
    "team": TeamModel,
    "mapping": MappingModel,
}
