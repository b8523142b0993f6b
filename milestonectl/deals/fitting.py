"""Whether what remains of a deal still fits the days left."""

import math
from collections.abc import Iterable, Mapping

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


def lognormal_days(median: float, spread: float = 0.5, longest: int | None = None) -> dict[int, float]:
    """A duration of which only the median is known, as days -> probability; `spread` is the sd of its logarithm.

    What takes more than `longest` days is left out, when that is all one needs to know of it.

    Rounded to whole days. Three with medians 10, 7 and 14 fit 31 days with chance 0.42 and not one half: sums of
    skewed times run late.
    """
    last = max(1, math.ceil(median * _LONGEST_IN_MEDIANS))
    if longest is not None and longest < last:
        upper = [_lognormal_cdf(day + 0.5, median, spread) for day in range(longest + 1)]
        return {day: high - low for day, (low, high) in enumerate(zip([0.0, *upper], upper, strict=False))}
    below = [_lognormal_cdf(day + 0.5, median, spread) for day in range(last)]
    return {day: high - low for day, (low, high) in enumerate(zip([0.0, *below], [*below, 1.0], strict=True))}


def _lognormal_cdf(days: float, median: float, spread: float) -> float:
    return 0.5 * (1.0 + math.erf(math.log(days / median) / (spread * math.sqrt(2.0))))
