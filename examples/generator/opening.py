"""A deal at its start, and what is still in the stars."""

import datetime
from dataclasses import dataclass, field

from examples.generator.company import PER_DOLLAR, ROUND_TO, WIN_RATES, workday
from examples.generator.journal import DAY, Journal
from milestonectl.model.process import Process

_RIVALS = ("Borealis", "Metravo", "Fenwright", "Sensaro")
_SEATS = (5, 8, 10, 12, 15, 20, 25, 30, 40, 60, 80, 120, 160, 250)
SLOW = 1.5
"""Deals take longer than their process says."""


@dataclass
class Story:
    """A deal under way: its journal, the day it has come to, and what is still in the stars."""

    journal: Journal
    process: Process
    day: datetime.date
    close: datetime.date
    steps: int
    """How many required milestones lie ahead at the start."""
    win_rate: float
    optional: frozenset[str]
    postponed: str = ""
    passed: int = 0
    told: set[str] = field(default_factory=set)


def opened(journal: Journal, sale_type: str, day: datetime.date, source: str) -> Story:
    """A deal at its start."""
    chance, process = journal.chance, journal.definitions.processes.current(sale_type, day)
    if process is None:
        raise ValueError(f"no process for {sale_type}")
    expected = sum(m.typical_days or 0 for m in process.milestones if m.required) * SLOW * journal.seller.pace
    close = workday(day + round(expected * chance.uniform(0.4, 1.1)) * DAY)
    amount, currency = _price(journal, process)
    journal.write(
        "opened", day, sale_type=process.name, account=journal.account.name, owner=journal.seller.id, amount=amount,
        currency=currency, close_date=close.isoformat(), lead_source=source, **_fields(journal, process),
    )  # fmt: skip
    required = sum(standing.required for standing in journal.progress(day).standings)
    optional = frozenset(m.id for m in process.milestones if not m.required and chance.random() < 0.4)
    story = Story(journal, process, day, close, required, WIN_RATES[process.name], optional)
    if chance.random() < 0.07:
        story.postponed = chance.choice(process.milestones[:-2] or process.milestones[:1]).id
    return story


def _fields(journal: Journal, process: Process) -> dict[str, str]:
    chance = journal.chance
    fields = {"region": str(journal.account.region)}
    rivalry = {"renewal": 0.15, "upgrade": 0.1}.get(process.name, 0.4)
    if chance.random() < rivalry:
        fields["competitor"] = chance.choices(_RIVALS, [6, 3, 2, 1])[0]
    if process.name != "service-contract":
        fields["seats"] = str(chance.choice(_SEATS))
        fields["contract_kind"] = chance.choice(("hosted", "hosted", "on-premises"))
    return fields


def _price(journal: Journal, process: Process) -> tuple[str, str]:
    currency = journal.seller.currency
    if journal.account.region == "APAC" and process.name == "renewal" and journal.chance.random() < 0.6:
        currency = "JPY"
    value = float(process.contract_value or 50_000) * journal.chance.lognormvariate(-0.06, 0.42) * PER_DOLLAR[currency]
    if journal.chance.random() < 0.06 and currency != "JPY":
        return f"{value:.2f}", currency
    return str(max(1, round(value / ROUND_TO[currency])) * ROUND_TO[currency]), currency
