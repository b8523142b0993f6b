"""Few deals say little: pull what was measured towards what was known before, by as much as the count allows.

Rates use the Beta-binomial, counts per win the Gamma-Poisson; see Gelman et al., Bayesian Data Analysis, chapters 2 and 5.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from milestonectl.history.distributions import Beta, beta_cdf
from milestonectl.history.intervals import Interval, gamma_interval

FEWEST_GROUPS = 5
WEAKEST, USUAL, STRONGEST = 5.0, 15.0, 200.0


class Multiplier(NamedTuple):
    """Achievements per ideal achievement, its interval, and the share of it that is prior and not history."""

    value: float
    interval: Interval
    prior_share: float


class Level(NamedTuple):
    """Counts of one level of a chain (company, sale type, rep) and the pseudo-deals the level above is worth."""

    successes: float
    trials: float
    strength: float


class PriorStrength(NamedTuple):
    """How many pseudo-deals the common rate is worth to each group, and whether the groups differ beyond chance.

    `measured` is the strength before the floor and the cap: infinite when no difference is detectable, None when there
    are too few groups to say.
    """

    rate: float
    strength: float
    measured: float | None

    @property
    def groups_differ(self) -> bool:
        """True when the spread of the groups is more than chance would make."""
        return self.measured is not None and math.isfinite(self.measured)


def learned_multiplier(
    achievements: float,
    wins: float,
    milestones: int,
    *,
    prior: float = 2.0,
    prior_wins: float = 5.0,
    confidence: float = 0.8,
) -> Multiplier:
    """The multiplier of the rule of two, learned from the achievements and wins of closed deals.

    (A + n0 m0 k) / (k (w + n0)): 30 achievements and 5 wins over 4 milestones give 1.75 (1.4879 to 2.0228), half of it
    prior. Order of milestones does not matter.
    """
    shape = achievements + prior_wins * prior * milestones
    rate = milestones * (wins + prior_wins)
    return Multiplier(shape / rate, gamma_interval(shape, rate, confidence), prior_wins / (wins + prior_wins))


def rate_posterior(successes: float, trials: float, prior: float, strength: float) -> Beta:
    """What is known of a rate after counting: its mean is (s + kappa p) / (n + kappa).

    9 of 12 with a prior of 0.671907 worth 5 deals has mean 0.727031.
    """
    return Beta(successes + strength * prior, trials - successes + strength * (1 - prior))


def chained_rates(prior: float, levels: Sequence[Level]) -> tuple[float, ...]:
    """Rate at each level of a chain, each level the prior of the next.

    0.671907 -> company 45/60 (5) 0.743993 -> sale type 9/18 (15) 0.610906 -> rep 2/6 (15) 0.531599.
    """
    rates = [prior]
    for level in levels:
        rates.append(rate_posterior(level.successes, level.trials, rates[-1], level.strength).mean)
    return tuple(rates[1:])


def prior_share(trials: float, strength: float) -> float:
    """Share of a shrunk rate that is prior: 12 deals against 5 pseudo-deals leave 0.294118 to the prior."""
    return strength / (trials + strength) if trials + strength > 0 else 1.0


def prior_strength(groups: Iterable[tuple[int, int]]) -> PriorStrength:
    """Strength of the common rate of (successes, trials) groups, estimated from how far the groups lie apart.

    Method of moments for the Beta-binomial, kept within 5 and 200; 15 with fewer than 5 groups.
    18/30, 9/20, 14/20, 5/15, 22/30 -> rate 0.591304, strength 15.387345.
    """
    counted = [(s, n) for s, n in groups if n > 0]
    total = sum(n for _, n in counted)
    rate = sum(s for s, _ in counted) / total if total else 0.0
    if len(counted) < FEWEST_GROUPS:
        return PriorStrength(rate, USUAL, None)
    correlation = _intraclass_correlation(counted, rate, total)
    measured = max(0.0, 1 / correlation - 1) if correlation > 0 else math.inf
    return PriorStrength(rate, min(STRONGEST, max(WEAKEST, measured)), measured)


def chance_below(rate: float, posterior: Beta) -> float:
    """Probability that the true rate lies below a given one, such as the team's.

    5 of 15 shrunk by 15.387 pseudo-deals at 0.5913: 0.9208.
    """
    return beta_cdf(rate, posterior)


def _intraclass_correlation(groups: Sequence[tuple[int, int]], rate: float, total: int) -> float:
    """Correlation of two deals of a group, rho = (S / (p (1-p)) - (I-1)) / (N - sum(n^2) / N - (I-1)); zero where the counts cannot tell."""
    others = len(groups) - 1
    room = total - sum(n * n for _, n in groups) / total - others
    if not 0 < rate < 1 or room <= 0:
        return 0.0
    spread = math.fsum(n * (s / n - rate) ** 2 for s, n in groups)
    return (spread / (rate * (1 - rate)) - others) / room
