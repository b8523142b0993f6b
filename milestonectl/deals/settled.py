"""Closed deals that are only counted: what each adds to sums over all of them.

A report on open deals needs of the closed ones only how many there are, what they were worth, and which milestones were
reached in which month. These sums are exact, and adding and taking away deals in any order gives the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from milestonectl.deals.deal import Outcome
from milestonectl.deals.fold import outline
from milestonectl.model.period import Period
from milestonectl.model.process import Processes
from milestonectl.model.row import Row
from milestonectl.model.settings import Settings

What = Literal["open", "won", "lost", "achieved"]
EVER = ""
"""In the place of a month: all of them."""


class Settled(NamedTuple):
    """What a closed deal adds to the sums."""

    owner: str
    sale_type: str
    outcome: Outcome
    currency: str
    """Of its amount; empty when it has none."""
    minor: int
    """Its amount in the smallest unit of its currency."""
    month: str
    """When it closed, as 2026-11."""
    reached: Mapping[str, str]
    """The month in which each milestone was first achieved."""


class SumKey(NamedTuple):
    """What is added up together."""

    month: str
    """When the deals closed or the milestone was first achieved, as 2026-11; or `EVER`."""
    owner: str
    sale_type: str
    what: What
    of: str
    """The currency of won and lost deals, or the milestone that was achieved."""


_Key = tuple[str, str, str, What, str]
"""A `SumKey` as a plain one, which is made faster and is as equal."""


class Sum(NamedTuple):
    """So many deals, worth so much in the smallest unit of their currency."""

    deals: int
    minor: int


Sums = Mapping[SumKey, Sum]
NO_SUMS: Sums = {}


def ever(sums: Sums) -> dict[SumKey, Sum]:
    """The sums over closed deals of all time."""
    return {key: found for key, found in sums.items() if key.month == EVER}


def in_months(sums: Sums, what: What, period: Period) -> dict[SumKey, Sum]:
    """The sums of the months of a period that is made of whole months, as quarters and years are."""
    first, last = period.start.isoformat()[:7], period.end.isoformat()[:7]
    return {key: found for key, found in sums.items() if key.what == what and first <= key.month <= last}


def settled(standing: Sequence[Row], processes: Processes, settings: Settings) -> Settled | None:
    """What a deal adds to the sums, from its rows that count, in order.

    Nothing while it is open, or when it was never opened. Rows that neither matter to `outline` nor say that a milestone
    was achieved may be left out.
    """
    found = outline(standing, processes, settings)
    if found is None or found.closed is None:
        return None
    return Settled(
        found.owner,
        found.sale_type,
        found.outcome,
        found.amount.currency if found.amount else "",
        found.amount.minor if found.amount else 0,
        found.closed.isoformat()[:7],
        _months(standing),
    )


def _months(standing: Iterable[Row]) -> dict[str, str]:
    months: dict[str, str] = {}
    for row in standing:
        if row.event == "achieved" and row.milestone not in months:
            months[row.milestone] = row.date[:7]
    return months


def added_up(added: Iterable[Settled], taken: Iterable[Settled] = (), before: Sums = NO_SUMS) -> dict[SumKey, Sum]:
    """The sums after some deals were added and others taken away; what adds up to nothing is left out."""
    deals, minor = Counter[_Key](), Counter[_Key]()
    for known, found in before.items():
        deals[known], minor[known] = found
    for each in added:
        _count(each, deals, minor, 1)
    for each in taken:
        _count(each, deals, minor, -1)
    return {SumKey(*key): Sum(count, minor[key]) for key, count in deals.items() if count or minor[key]}


def _count(found: Settled, deals: Counter[_Key], minor: Counter[_Key], sign: int) -> None:
    """Add a deal to the sums, or take it away."""
    owner, sale_type, outcome, currency, worth, closed, reached = found
    for month in (EVER, closed):
        key: _Key = (month, owner, sale_type, outcome, currency)
        deals[key] += sign
        minor[key] += sign * worth
    for milestone, month in reached.items():
        deals[month, owner, sale_type, "achieved", milestone] += sign
