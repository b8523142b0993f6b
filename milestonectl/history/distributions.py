"""Beta, Gamma, binomial and Beta-binomial probabilities with nothing but `math`.

SciPy would answer the same questions to the same 12 digits, but takes longer to start than a daily command takes to run.
Continued fractions and series: Press et al., Numerical Recipes, 3rd edition, sections 6.2 and 6.4.
"""

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

_PRECISION = 3e-15  # of sums and fractions
_CLOSE = 1e-14  # of quantiles, relative
_ZERO = 1e-100  # a quantile below is as good as zero
_TINY = 1e-300


class Beta(NamedTuple):
    """What is known about a rate, as pseudo-counts of successes and failures: `Beta(9, 3)` is 9 of 12 and no prior."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """`Beta(9, 3).mean` is 0.75."""
        return self.a / (self.a + self.b)


def beta_cdf(x: float, beta: Beta) -> float:
    """P(rate <= x), the regularised incomplete beta function: `beta_cdf(0.5, Beta(2, 3))` is 0.6875."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    a, b = beta
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast only below the mean
        return 1.0 - beta_cdf(1.0 - x, Beta(b, a))
    log_front = _log_choose_beta(a, b) + a * math.log(x) + b * math.log1p(-x)
    return min(1.0, math.exp(log_front) * _beta_fraction(x, a, b) / a)


def beta_quantile(probability: float, beta: Beta) -> float:
    """The rate that is not exceeded with this probability: `beta_quantile(0.6875, Beta(2, 3))` is 0.5."""
    a, b = beta
    log_front = _log_choose_beta(a, b)

    def density(x: float) -> float:
        return math.exp(min(700.0, log_front + (a - 1) * math.log(x) + (b - 1) * math.log1p(-x)))

    return _inverse(lambda x: beta_cdf(x, beta), density, probability, (0.0, 1.0), beta.mean)


def gamma_cdf(x: float, shape: float, rate: float = 1.0) -> float:
    """P(value <= x) for a Gamma of mean shape / rate: `gamma_cdf(2, 1)` is 1 - exp(-2) = 0.864665."""
    z = x * rate
    if z <= 0:
        return 0.0
    front = math.exp(shape * math.log(z) - z - math.lgamma(shape))
    return front * _gamma_series(z, shape) if z < shape + 1 else 1.0 - front * _gamma_fraction(z, shape)


def gamma_quantile(probability: float, shape: float, rate: float = 1.0) -> float:
    """The value not exceeded with this probability: `gamma_quantile(0.5, 1)` is ln 2 = 0.693147."""
    high = 2.0 * shape + 10.0
    while gamma_cdf(high, shape) < probability:
        high *= 2.0

    def density(x: float) -> float:
        return math.exp(min(700.0, (shape - 1) * math.log(x) - x - math.lgamma(shape)))

    return _inverse(lambda x: gamma_cdf(x, shape), density, probability, (0.0, high), shape) / rate


@cache
def normal_deviate(confidence: float) -> float:
    """Half width of the central interval in standard deviations: 0.95 -> 1.959964.

    Half the square of a standard normal is Gamma(1/2), so no table of the normal distribution is needed.
    """
    return math.sqrt(2.0 * gamma_quantile(confidence, 0.5))


def binomial_at_least(successes: int, trials: int, rate: float) -> float:
    """P(X >= successes), the incomplete beta I_rate(s, n - s + 1): 2 or more of 3 at 0.5 is 0.5."""
    if successes <= 0:
        return 1.0
    return 0.0 if successes > trials else beta_cdf(rate, Beta(successes, trials - successes + 1))


def binomial_at_most(successes: int, trials: int, rate: float) -> float:
    """P(X <= successes): 0 of 3 at 0.5 is 0.125."""
    if successes < 0:
        return 0.0
    return 1.0 if successes >= trials else beta_cdf(1.0 - rate, Beta(trials - successes, successes + 1))


def beta_binomial_at_least(successes: int, trials: int, beta: Beta) -> float:
    """P(X >= successes) when the rate itself is uncertain: 2 or more of 3 under a flat `Beta(1, 1)` is 0.5."""
    if successes <= 0:
        return 1.0
    if successes > trials:
        return 0.0
    if successes > trials / 2:
        return math.fsum(_beta_binomial(x, trials, beta) for x in range(successes, trials + 1))
    return max(0.0, 1.0 - math.fsum(_beta_binomial(x, trials, beta) for x in range(successes)))


def _beta_binomial(successes: int, trials: int, beta: Beta) -> float:
    a, b = beta
    choose = math.lgamma(trials + 1) - math.lgamma(successes + 1) - math.lgamma(trials - successes + 1)
    return math.exp(choose + _log_choose_beta(a, b) - _log_choose_beta(a + successes, b + trials - successes))


def _log_choose_beta(a: float, b: float) -> float:
    return math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Lentz's method for the continued fraction of the incomplete beta function."""
    numerator, denominator = 1.0, 1.0 / _away_from_zero(1.0 - (a + b) * x / (a + 1))
    fraction, change, m = denominator, math.inf, 0
    while abs(change - 1.0) > _PRECISION:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            denominator = 1.0 / _away_from_zero(1.0 + term * denominator)
            numerator = _away_from_zero(1.0 + term / numerator)
            change = numerator * denominator
            fraction *= change
    return fraction


def _gamma_series(z: float, shape: float) -> float:
    term = total = 1.0 / shape
    n = 0
    while term > total * _PRECISION:
        n += 1
        term *= z / (shape + n)
        total += term
    return total


def _gamma_fraction(z: float, shape: float) -> float:
    b = z + 1.0 - shape
    numerator, denominator = 1.0 / _TINY, 1.0 / _away_from_zero(b)
    fraction, change, n = denominator, math.inf, 0
    while abs(change - 1.0) > _PRECISION:
        n += 1
        term = -n * (n - shape)
        b += 2.0
        denominator = 1.0 / _away_from_zero(b + term * denominator)
        numerator = _away_from_zero(b + term / numerator)
        change = numerator * denominator
        fraction *= change
    return fraction


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _inverse(
    cdf: Callable[[float], float],
    density: Callable[[float], float],
    probability: float,
    bracket: tuple[float, float],
    start: float,
) -> float:
    """Newton's method, falling back on bisection where a step would leave the bracket.

    Each step moves one end of the bracket to x, so the search ends however steep or flat the curve is.
    """
    low, high = bracket
    if probability <= 0 or probability >= 1:
        return low if probability <= 0 else high
    x, before = start, math.inf
    while abs(x - before) > _CLOSE * x + _ZERO:
        before = x
        error = cdf(x) - probability
        low, high = (low, x) if error > 0 else (x, high)
        slope = density(x)
        step = x - error / slope if slope > 0 else high
        x = step if low < step < high else (low + high) / 2
    return x
