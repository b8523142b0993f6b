"""Halden Controls: who sells what, where, and with which habits."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Region = Literal["AMER", "EMEA", "APAC"]

FIRST_DAY = datetime.date(2024, 10, 1)
TODAY = datetime.date(2026, 11, 20)
"""The example's today, a Friday. Nothing is recorded later."""

SEED = "136"
"""Chosen so that outcomes come near to the win rates, and Dana has a pipeline worth looking at."""

WIN_RATES: Mapping[str, float] = {
    "large-account": 0.17,
    "national-account": 0.15,
    "new-account": 0.18,
    "service-contract": 0.24,
    "renewal": 0.80,
    "upgrade": 0.40,
}
"""Share of the opened deals that are won in the end."""

PER_DOLLAR: Mapping[str, float] = {"USD": 1.0, "EUR": 0.9, "JPY": 150.0}
ROUND_TO: Mapping[str, int] = {"USD": 500, "EUR": 500, "JPY": 100_000}
OFFICE_HOURS: Mapping[Region, tuple[int, int]] = {"AMER": (13, 22), "EMEA": (7, 17), "APAC": (0, 9)}
"""When people in a region write rows, in hours of UTC."""


@dataclass(frozen=True)
class Seller:
    """A rep as the generator sees one: a number of deals for each sale type, and habits."""

    id: str
    manager: str
    region: Region
    deals: Mapping[str, int]
    currency: str = "USD"
    started: datetime.date = FIRST_DAY
    pace: float = 1.0
    """How long deals take, compared with the usual."""
    tardiness: float = 0.08
    """Share of the rows written down more than three days late."""
    sloppiness: float = 0.28
    """Share of the milestones logged before their proof is complete."""
    odds: Mapping[str, float] = field(default_factory=dict)
    """Milestones that the rep loses more (above 1) or fewer (below 1) deals at than others do."""
    books_afterwards: bool = False


SELLERS: tuple[Seller, ...] = (
    Seller("dana", "lee", "AMER", {"service-contract": 54, "new-account": 4}, sloppiness=0.22),
    Seller(
        "sam", "lee", "AMER", {"new-account": 28, "service-contract": 12}, sloppiness=0.36,
        odds={"needs-agreed": 2.4, "discovery": 2.4},
    ),
    Seller(
        "noor", "lee", "AMER", {"new-account": 24, "large-account": 10}, sloppiness=0.08,
        odds={"proof": 0.25},
    ),
    Seller("priya", "lee", "AMER", {"large-account": 18, "national-account": 9}, pace=1.1),
    Seller(
        "felix", "lee", "AMER", {"new-account": 12, "service-contract": 8}, started=datetime.date(2026, 2, 9),
        pace=1.2, sloppiness=0.3,
    ),
    Seller(
        "anneke", "ingrid", "EMEA", {"large-account": 10, "national-account": 4, "new-account": 14, "renewal": 10},
        currency="EUR", sloppiness=0.16,
    ),
    Seller("jonas", "ingrid", "EMEA", {"service-contract": 20, "renewal": 16}, currency="EUR", tardiness=0.04),
    Seller("luca", "ingrid", "EMEA", {"renewal": 20, "upgrade": 18}, currency="EUR", tardiness=0.22),
    Seller(
        "mei", "ingrid", "APAC",
        {"new-account": 12, "large-account": 5, "national-account": 3, "renewal": 8}, pace=1.15,
    ),
    Seller(
        "yusuf", "ingrid", "EMEA", {"service-contract": 9, "new-account": 6}, currency="EUR",
        started=datetime.date(2026, 5, 11), pace=1.2, sloppiness=0.2,
    ),
    Seller("carla", "paolo", "AMER", {"renewal": 40, "upgrade": 18}, pace=0.9, tardiness=0.05),
    Seller(
        "rory", "paolo", "AMER", {"service-contract": 8, "renewal": 10, "upgrade": 8}, sloppiness=0.4,
        books_afterwards=True,
    ),
)  # fmt: skip


def workday(day: datetime.date) -> datetime.date:
    """The day itself, or the Monday after a weekend."""
    return day + datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
