"""From a target back to what must start when: weekly openings, the last useful week, credit for deals in flight."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from milestonectl.history.distributions import Beta, beta_binomial_at_least, binomial_at_least


class RemainingWork(NamedTuple):
    """What is still to do for a target.

    `credit`: wins expected of open deals. `gap`: wins that must come from new ones. `in_flight` and `new`:
    achievements still to come, per milestone.
    """

    credit: float
    gap: float
    in_flight: tuple[float, ...]
    new: tuple[float, ...]

    @property
    def per_milestone(self) -> tuple[float, ...]:
        """Achievements to come per milestone; the last is the number of wins still needed."""
        return tuple(old + fresh for old, fresh in zip(self.in_flight, self.new, strict=True))

    @property
    def total(self) -> float:
        """Achievements to come of all milestones."""
        return math.fsum(self.per_milestone)


def chances_in_time(win_chance: float, lag: Mapping[int, float], weeks: int) -> tuple[float, ...]:
    """Chance to win within 0, 1, ... weeks - 1, from the share of wins that take each number of weeks.

    0.3 with 10 % after 6 weeks and 20 % after 7: 0.03 within 6, 0.09 within 7.
    """
    return tuple(
        win_chance * math.fsum(share for taken, share in lag.items() if taken <= left) for left in range(weeks)
    )


def openings_per_week(wins: float, in_time: Sequence[float]) -> float:
    """Deals to open each week for `wins` wins by the end: wins / sum(F(h)) over h = 0 .. weeks - 1 weeks left.

    12 wins where the chances of 13 weeks sum to 1.41: 8.5106. Infinite if no new deal can be won in time.
    """
    if wins <= 0:
        return 0.0
    enough = math.fsum(in_time)
    return wins / enough if enough > 0 else math.inf


def last_useful_week(in_time: Sequence[float], win_chance: float, share: float = 0.5) -> int | None:
    """Last week (1 is the first) in which a new deal keeps this share of its chance; None if even the first is too late."""
    enough = share * win_chance - 1e-12
    left = next((left for left, chance in enumerate(in_time) if chance >= enough), None)
    return None if left is None else len(in_time) - left


def reach_without_time(chances: Sequence[float]) -> tuple[tuple[float, ...], ...]:
    """Chance to reach milestone l from milestone j at all, q_j / q_l for l after j and 0 otherwise, row per j.

    Chances to win (0.4, 0.8, 1) -> second from first 0.5, third from first 0.4, third from second 0.8.
    """
    return tuple(
        tuple(here / there if later > at and there > 0 else 0.0 for later, there in enumerate(chances))
        for at, here in enumerate(chances)
    )


def expected_in_flight(open_deals: Sequence[float], reach: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Achievements to expect per milestone from open deals counted by the last milestone they have achieved."""
    columns = zip(*reach, strict=True)
    return tuple(math.fsum(n * p for n, p in zip(open_deals, column, strict=True)) for column in columns)


def remaining_work(wins: float, won: float, in_flight: Sequence[float], chances: Sequence[float]) -> RemainingWork:
    """Work left: `in_flight` is what open deals should still achieve per milestone, the last of it wins.

    12 wins, 3 won, open 4, 3 and 2 at the first three of four milestones: credit 3.911540, gap 5.088460, 51.128402
    achievements to go, 9 of them wins.
    """
    credit = in_flight[-1]
    gap = max(0.0, wins - won - credit)
    new = tuple(0.0 if gap == 0 else gap / chance if chance > 0 else math.inf for chance in chances)
    return RemainingWork(credit, gap, tuple(in_flight), new)


def deals_for(wins: int, win_chance: float, confidence: float) -> int | None:
    """Fewest deals that bring so many wins with this confidence: 12 at 0.303338 need 39 (50 %), 47 (80 %), 52 (90 %)."""
    return _fewest(wins, win_chance, lambda deals: binomial_at_least(wins, deals, win_chance) >= confidence)


def deals_for_uncertain(wins: int, win_chance: Beta, confidence: float, most: int = 100_000) -> int | None:
    """The same when the chance itself is known from few deals only; None if even `most` deals are not enough.

    12 at 0.303338 known from 10 deals need 40 (50 %), 68 (80 %), 94 (90 %).
    """
    enough = _fewest(
        wins,
        win_chance.mean,
        lambda deals: deals > most or beta_binomial_at_least(wins, deals, win_chance) >= confidence,
    )
    return None if enough is None or enough > most else enough


def _fewest(wins: int, win_chance: float, enough: Callable[[int], bool]) -> int | None:
    if wins <= 0:
        return 0
    if win_chance <= 0:
        return None
    low, high = wins - 1, max(wins, 1)
    while not enough(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
