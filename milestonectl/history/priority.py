"""Which deal first: amount times the chance to win in time, and whether what remains still fits the days left."""

import math
from collections.abc import Iterable, Mapping, Sequence

_LONGEST_IN_MEDIANS = 20


def chance_to_fit(durations: Iterable[Mapping[int, float]], days: int) -> float:
    """P(sum of durations <= days), each given as days -> probability and independent of the others.

    {5: .5, 10: .5} and {5: .6, 15: .4} within 15 days: 0.6.
    """
    sums: dict[int, float] = {0: 1.0}
    for duration in durations:
        following: dict[int, float] = {}
        for before, chance in sums.items():
            for taken, share in duration.items():
                if before + taken <= days:
                    following[before + taken] = following.get(before + taken, 0.0) + chance * share
        sums = following
    return math.fsum(chance for total, chance in sums.items() if total <= days)


def lognormal_days(median: float, spread: float = 0.5) -> dict[int, float]:
    """A duration of which only the median is known, as days -> probability; `spread` is the sd of its logarithm.

    Rounded to whole days. Three with medians 10, 7 and 14 fit 31 days with chance 0.42 and not one half: sums of
    skewed times run late.
    """
    last = max(1, math.ceil(median * _LONGEST_IN_MEDIANS))
    below = [_lognormal_cdf(day + 0.5, median, spread) for day in range(last)]
    return {day: high - low for day, (low, high) in enumerate(zip([0.0, *below], [*below, 1.0], strict=True))}


def value_in_time(amount: float, chance: float, fit: float = 1.0) -> float:
    """Amount times chance times fit: 120 at .67 and .95 is 76.38. A chance to win by a date has the fit in it already."""
    return amount * chance * fit


def value_per_hour(value: float, hours: float) -> float:
    """Value for an hour of work: 76.38 for 6 hours is 12.73; a deal that needs no work comes before all others."""
    return value / hours if hours > 0 else math.inf


def expected_hours(conversions: Sequence[float], hours: Sequence[float]) -> float:
    """Work ahead, later steps only as likely as the earlier ones succeed: (.5, .8) and (4, 6, 10) hours are 11."""
    reached, total = 1.0, 0.0
    for effort, conversion in zip(hours, [*conversions, 1.0], strict=True):
        total += reached * effort
        reached *= conversion
    return total


def _lognormal_cdf(days: float, median: float, spread: float) -> float:
    return 0.5 * (1.0 + math.erf(math.log(days / median) / (spread * math.sqrt(2.0))))
