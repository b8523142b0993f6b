"""What the rest of a period still takes: credit for open deals, and the first milestones a week that can win in time."""

import datetime
from typing import NamedTuple


class InPeriod(NamedTuple):
    """The rest of a period for one quota."""

    won: int
    in_flight: int
    """Open deals."""
    credit: float
    """Wins to expect of them by the end."""
    gap: float
    """Wins that must come from deals that have not reached the first milestone yet."""
    per_week: float
    """First milestones a week for that, each counted with its chance to win in time; infinite when none can."""
    last_useful: datetime.date | None
    """The last day on which a new first milestone keeps half of its chance; nothing when that day is past."""
    sure: tuple[tuple[float, int | None], ...]
    """For some confidences, the first milestones that bring the wins still needed, whenever they close."""
