"""What an auditor asks of a record: what is sealed, what passed on somebody's word, how well the rest is proven."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from milestonectl.deals.deal import Achievement, Deal
from milestonectl.model.row import Row


class Exemption(NamedTuple):
    """A milestone that was passed or left out on somebody's word."""

    row: Row
    reason: str
    expires: datetime.date | None = None
    """The last day of a waiver: that of its milestone's validity. Nothing: it stands for good."""


class Levels(NamedTuple):
    """How many achieved milestones are proven how strongly."""

    asserted: int = 0
    documented: int = 0
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """The figures of an audit."""

    rows: int
    sealed: int
    overrides: tuple[Exemption, ...]
    waivers: tuple[Exemption, ...]
    levels: Levels
    by: Mapping[str, Mapping[str, Levels]]
    """The same levels by `stage`, `rep` and `sale_type`."""


class _Achieved(NamedTuple):
    deal: Deal
    milestone: str
    achievement: Achievement


def audit(deals: Iterable[Deal], rows: Iterable[Row]) -> Audit:
    """The figures of these deals and of the rows that they are made of."""
    counted, known = list(rows), list(deals)
    achieved = [_Achieved(deal, name, found) for deal in known for name, found in deal.achievements.items()]
    groups: dict[str, Callable[[_Achieved], str]] = {
        "stage": _stage_of,
        "rep": lambda each: each.deal.owner or "nobody",
        "sale_type": lambda each: each.deal.sale_type or "none",
    }
    return Audit(
        rows=len(counted),
        sealed=sum(bool(row.id) for row in counted),
        overrides=tuple(_overrides(known)),
        waivers=tuple(_waivers(known)),
        levels=_levels(achieved),
        by={name: _grouped(achieved, group) for name, group in groups.items()},
    )


def _grouped(achieved: Iterable[_Achieved], name_of: Callable[[_Achieved], str]) -> dict[str, Levels]:
    groups: dict[str, list[_Achieved]] = {}
    for each in achieved:
        groups.setdefault(name_of(each), []).append(each)
    return {name: _levels(groups[name]) for name in sorted(groups)}


def _levels(achieved: Iterable[_Achieved]) -> Levels:
    counted = Counter(each.achievement.level for each in achieved)
    return Levels(counted["asserted"], counted["documented"], counted["confirmed"])


def _stage_of(each: _Achieved) -> str:
    placed = each.deal.process.placed() if each.deal.process else ()
    return next((stage.title for stage, milestone in placed if milestone.id == each.milestone), "none")


def _overrides(deals: Iterable[Deal]) -> Iterator[Exemption]:
    for deal in deals:
        for achievement in deal.achievements.values():
            yield from (Exemption(row, row.reason) for row in achievement.rows if row.reason)


def _waivers(deals: Iterable[Deal]) -> Iterator[Exemption]:
    for deal in deals:
        for row in deal.waivers.values():
            yield Exemption(row, row.reason, waiver_end(deal, row))


def waiver_end(deal: Deal, waiver: Row) -> datetime.date | None:
    """A waiver stands as long as an achievement of its milestone would: `valid_for_days`."""
    milestone = deal.process.milestone(waiver.milestone) if deal.process else None
    if milestone is None or milestone.valid_for_days is None:
        return None
    return datetime.date.fromisoformat(waiver.date) + datetime.timedelta(days=milestone.valid_for_days)
