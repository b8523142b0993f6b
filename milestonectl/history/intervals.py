"""Ranges for rates: Wilson, Beta and Gamma intervals, and the limits of a funnel plot."""

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

from milestonectl.history.distributions import (
    Beta,
    beta_quantile,
    binomial_at_least,
    binomial_at_most,
    gamma_quantile,
    normal_deviate,
)


class Interval(NamedTuple):
    """A range; which share of cases it should hold is said by the function that returns it."""

    low: float
    high: float


def wilson_interval(successes: float, trials: float, confidence: float = 0.8) -> Interval:
    """Wilson's score interval for a rate (JASA 22, 1927): 9 of 12 at 95 % is 0.4677 to 0.9111.

    Without trials nothing is known: 0 to 1.
    """
    if trials <= 0:
        return Interval(0.0, 1.0)
    z = normal_deviate(confidence)
    rate, weight = successes / trials, z * z / trials
    centre = (rate + weight / 2) / (1 + weight)
    half = z * math.sqrt(rate * (1 - rate) / trials + weight / (4 * trials)) / (1 + weight)
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def beta_interval(beta: Beta, confidence: float = 0.8) -> Interval:
    """Central interval of a rate: `Beta(14.0988, 16.2887)` at 80 % is 0.3492 to 0.5798."""
    tail = (1 - confidence) / 2
    return Interval(beta_quantile(tail, beta), beta_quantile(1 - tail, beta))


def gamma_interval(shape: float, rate: float, confidence: float = 0.8) -> Interval:
    """Central interval of a Gamma: shape 70, rate 40 (mean 1.75) at 80 % is 1.4879 to 2.0228."""
    tail = (1 - confidence) / 2
    return Interval(gamma_quantile(tail, shape, rate), gamma_quantile(1 - tail, shape, rate))


def funnel_limits(rate: float, trials: int, confidence: float = 0.95, over_dispersion: float = 1.0) -> Interval:
    """Limits to draw around a team rate: 0.6 and 20 trials give 0.3556 to 0.7871.

    Exact binomial limits with interpolation (Spiegelhalter 2005, doi 10.1002/sim.1970), widened by the square root of
    the over-dispersion. To decide about one person ask `funnel_signal`: the drawn upper limit lies below a count that
    chance still brings too often, so that with 10 trials at 0.8 the drawn 95 % limits accuse 11 % of equal people.
    """
    if trials <= 0:
        return Interval(0.0, 1.0)
    tail = (1 - confidence) / 2
    widening = math.sqrt(max(1.0, over_dispersion))
    low = rate + widening * (_interpolated_count(tail, trials, rate) / trials - rate)
    high = rate + widening * (_interpolated_count(1 - tail, trials, rate) / trials - rate)
    return Interval(min(rate, max(0.0, low)), max(rate, min(1.0, high)))


def funnel_signal(
    successes: int, trials: int, rate: float, confidence: float = 0.95
) -> Literal["below", "above"] | None:
    """Whether a count is too low or too high for chance at the team rate, by the exact tail.

    At a team rate of 0.6 and 10 trials 9 successes are no signal (4.6 % of teams do as well), 10 are (0.6 %).
    """
    tail = (1 - confidence) / 2
    if binomial_at_most(successes, trials, rate) < tail:
        return "below"
    return "above" if binomial_at_least(successes, trials, rate) < tail else None


def over_dispersion(groups: Iterable[tuple[int, int]], rate: float) -> float:
    """Mean squared z of (successes, trials) around a rate; near 1 when groups differ by chance alone.

    18/30, 9/20, 14/20, 5/15, 22/30 around 0.591304 give 1.85. Without variation to judge by it is 1.
    """
    if not 0 < rate < 1:
        return 1.0
    squares = [(s - n * rate) ** 2 / (n * rate * (1 - rate)) for s, n in groups if n > 0]
    return math.fsum(squares) / len(squares) if squares else 1.0


def _interpolated_count(probability: float, trials: int, rate: float) -> float:
    count = _smallest_count(probability, trials, rate)
    reached, before = binomial_at_most(count, trials, rate), binomial_at_most(count - 1, trials, rate)
    return count - (reached - probability) / (reached - before)


def _smallest_count(probability: float, trials: int, rate: float) -> int:
    low, high = 0, trials
    while low < high:
        middle = (low + high) // 2
        if binomial_at_most(middle, trials, rate) >= probability:
            high = middle
        else:
            low = middle + 1
    return low
