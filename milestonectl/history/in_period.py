"""What the rest of a period still takes: credit for open deals, and the first milestones a week that can win in time."""

import datetime
import math
from typing import NamedTuple

from milestonectl.history.distributions import Beta


class Flight(NamedTuple):
    """Open deals that have achieved so many milestones."""

    state: int
    chances: tuple[tuple[int, float], ...]
    """Deals, and the chance of each to be won in time."""

    @property
    def deals(self) -> int:
        """Open deals: `Flight(1, ((2, 0.3), (1, 0.2))).deals` is 3."""
        return sum(deals for deals, _ in self.chances)

    @property
    def credit(self) -> float:
        """Wins to expect of them: `Flight(1, ((2, 0.3), (1, 0.2))).credit` is 0.8."""
        return math.fsum(deals * chance for deals, chance in self.chances)


class InPeriod(NamedTuple):
    """The rest of a period for one quota."""

    won: int
    flights: tuple[Flight, ...]
    """Open deals, by milestones achieved."""
    gap: float
    """Wins that must come from deals that have not reached the first milestone yet."""
    in_time: tuple[float, ...]
    """Chance of a new first milestone to win in time, with 0, 1, ... weeks left."""
    per_week: float
    """First milestones a week for that, each counted with its chance to win in time; infinite when none can."""
    last_useful: datetime.date | None
    """The last day on which a new first milestone keeps half of its chance; nothing when that day is past."""
    still: int
    """Wins still needed."""
    known: Beta
    """What is known about the chance to win from the first milestone."""
    sure: tuple[tuple[float, int | None], ...]
    """For some confidences, the first milestones that bring the wins still needed, whenever they close."""

    @property
    def in_flight(self) -> int:
        """Open deals."""
        return sum(flight.deals for flight in self.flights)

    @property
    def credit(self) -> float:
        """Wins to expect of them by the end."""
        return math.fsum(flight.credit for flight in self.flights)
