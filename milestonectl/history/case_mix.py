"""Fair comparison: what somebody achieved against what the team would have with the same deals."""

import math
from collections.abc import Iterable
from typing import NamedTuple


class CaseMix(NamedTuple):
    """Observed against expected.

    `ratio` is O / E (None if nothing was expected), `shrunk` the same drawn towards 1, `z` the difference in standard
    deviations (None if nothing could vary).
    """

    observed: float
    expected: float
    ratio: float | None
    shrunk: float
    z: float | None


def wins_against_team(won: int, team_chances: Iterable[float], pseudo_wins: float = 10.0) -> CaseMix:
    """Wins against the sum of the team's chances for the same deals.

    10 new deals at 0.3 and 5 renewals at 0.9, 9 won: expected 7.5, z = 1.5 / sqrt(2.55) = 0.939. Not a better seller.
    """
    chances = list(team_chances)
    return _case_mix(won, math.fsum(chances), math.fsum(p * (1 - p) for p in chances), pseudo_wins)


def advances_against_team(
    advances: int, exposure_and_hazard: Iterable[tuple[float, float]], pseudo_events: float = 10.0
) -> CaseMix:
    """Advances against exposure times the team's hazard; running deals count, so slow ones cannot hide.

    6 advances in 200 days at 0.02, 100 at 0.04 and 50 at 0.03: expected 9.5, ratio 0.6316, shrunk 0.8205.
    """
    expected = math.fsum(time * hazard for time, hazard in exposure_and_hazard)
    return _case_mix(advances, expected, expected, pseudo_events)


def _case_mix(observed: float, expected: float, variance: float, pseudo: float) -> CaseMix:
    ratio = observed / expected if expected > 0 else None
    z = (observed - expected) / math.sqrt(variance) if variance > 0 else None
    return CaseMix(observed, expected, ratio, (observed + pseudo) / (expected + pseudo), z)
