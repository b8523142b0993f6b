"""The rule of two: a pipeline needs twice the milestones an ideal one would, and what that says about conversion.

An ideal pipeline wins every deal it starts: 12 sales over 4 milestones are 48 achievements. The rule doubles them to 96.
With the same conversion c at each step a win costs 1 + 1/c + ... + 1/c^(k-1) achievements, which fixes c.
"""

import math
from collections.abc import Sequence

_HALVINGS = 100


def required_milestones(wins: float, milestones: int, multiplier: float = 2.0) -> float:
    """Achievements of all milestones together: 12 wins over 4 milestones need 96."""
    return wins * milestones * multiplier


def step_conversion(milestones: int, multiplier: float = 2.0) -> float:
    """Share c of deals that go from one milestone to the next if a win costs multiplier * k achievements.

    Root of sum(c^-i, i = 0..k-1) = multiplier * k: k = 4 gives 0.671907. A single milestone has no steps to spread
    losses over, so c is the share of opened deals won, 1 / multiplier. A multiplier of 1 or less means no losses.
    """
    if multiplier <= 1:
        return 1.0
    if milestones == 1:
        return 1 / multiplier
    low, high = 1.0, multiplier * milestones
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _cost_of_win(middle, milestones) < multiplier * milestones else (low, middle)
    return 2 / (low + high)


def chances_to_win(conversions: Sequence[float]) -> tuple[float, ...]:
    """Chance to win from each milestone, given the conversion of each step between them; the last one is the win.

    (0.5, 0.8) -> (0.4, 0.8, 1.0); three steps of 0.671907 -> (0.303338, 0.451458, 0.671907, 1).
    """
    chances = [1.0]
    for conversion in reversed(conversions):
        chances.append(chances[-1] * conversion)
    return tuple(reversed(chances))


def milestone_counts(wins: float, chances: Sequence[float]) -> tuple[float, ...]:
    """How often each milestone must be achieved: 12 wins at (0.4, 0.8, 1) need (30, 15, 12).

    A milestone from which nothing was ever won needs infinitely many.
    """
    return tuple(wins / chance if chance > 0 else math.inf for chance in chances)


def _cost_of_win(inverse_conversion: float, milestones: int) -> float:
    return math.fsum(inverse_conversion**step for step in range(milestones))
