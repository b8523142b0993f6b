"""Many deals as they stand on one day: chosen, grouped and added up."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from milestonectl.deals.deal import Deal
from milestonectl.deals.flags import Flag, Thresholds, flags, idle_days
from milestonectl.deals.gates import Progress, progress
from milestonectl.deals.settled import NO_SUMS, Sum, SumKey, Sums, ever
from milestonectl.model.money import Money, totals
from milestonectl.model.settings import Team

Grouping = Literal["rep", "sale-type", "stage", "manager"]


@dataclass(frozen=True)
class Pipeline:
    """Deals to look at, at least all open ones; and what all other deals add up to."""

    deals: Mapping[str, Deal]
    sums: Sums = field(default_factory=lambda: NO_SUMS)

    @property
    def owners(self) -> frozenset[str]:
        """Everybody who ever owned a deal to its end, or does now."""
        return frozenset(deal.owner for deal in self.deals.values()) | {key.owner for key in ever(self.sums)}

    @property
    def sale_types(self) -> frozenset[str]:
        """The sale types of all deals."""
        return frozenset(deal.sale_type for deal in self.deals.values()) | {key.sale_type for key in ever(self.sums)}


@dataclass(frozen=True, slots=True)
class Position:
    """One deal, where it stands and what to look at."""

    deal: Deal
    progress: Progress
    flags: tuple[Flag, ...]
    idle: int
    """Days since the last milestone."""

    @property
    def stage_title(self) -> str:
        """What to call where it stands."""
        if self.deal.outcome != "open":
            return self.deal.outcome.title()
        if self.progress.stage:
            return self.progress.stage.title
        return "All gates open" if self.deal.process else "No process"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which deals a report is about; an empty word chooses all."""

    reps: frozenset[str] = frozenset()
    sale_type: str = ""
    stage: str = ""
    outcome: str = "open"


@dataclass(frozen=True, slots=True)
class Total:
    """Deals and money in one currency."""

    currency: str
    open_deals: int
    open_amount: Money
    won_deals: int
    won_amount: Money
    lost_deals: int


def positions(deals: Iterable[Deal], day: datetime.date, thresholds: Thresholds) -> list[Position]:
    """Where every deal stands on a day."""
    return [position(deal, day, thresholds) for deal in deals]


def position(deal: Deal, day: datetime.date, thresholds: Thresholds) -> Position:
    """Where one deal stands on a day."""
    found = progress(deal, day)
    return Position(deal, found, flags(deal, found, day, thresholds), idle_days(deal, day))


def chosen(deals: Iterable[Deal], choice: Choice) -> list[Deal]:
    """The deals of the reps and the sale type that are asked for, whatever their outcome."""
    return [
        deal
        for deal in deals
        if (not choice.reps or deal.owner in choice.reps)
        and (not choice.sale_type or deal.sale_type == choice.sale_type)
    ]


def in_stage(found: Iterable[Position], stage: str) -> list[Position]:
    """Those whose stage has the id or title that is asked for."""
    wanted = stage.casefold()
    return [p for p in found if not stage or wanted in _stage_names(p)]


def _stage_names(found: Position) -> set[str]:
    stage = found.progress.stage
    return {stage.id.casefold(), stage.title.casefold()} if stage else {found.stage_title.casefold()}


def chosen_sums(sums: Sums, choice: Choice) -> dict[SumKey, Sum]:
    """The sums over deals of the reps and the sale type that are asked for."""
    return {
        key: found
        for key, found in sums.items()
        if (not choice.reps or key.owner in choice.reps) and choice.sale_type in ("", key.sale_type)
    }


def totals_by_currency(deals: Iterable[Deal], currency: str, sums: Sums = NO_SUMS) -> list[Total]:
    """One total a currency; a deal without an amount counts in the workspace's."""
    grouped: dict[str, list[Deal]] = {}
    for deal in deals:
        grouped.setdefault(deal.currency or currency, []).append(deal)
    closed = ever(sums)
    names = sorted({*grouped, *(key.of or currency for key in closed)})
    return [
        _total(name, grouped.get(name, []), {k: s for k, s in closed.items() if (k.of or currency) == name})
        for name in names
    ]


def _total(currency: str, deals: list[Deal], sums: Sums) -> Total:
    by_outcome = {outcome: [d for d in deals if d.outcome == outcome] for outcome in ("open", "won", "lost")}
    won = [found for key, found in sums.items() if key.what == "won"]
    lost = [found for key, found in sums.items() if key.what == "lost"]
    return Total(
        currency,
        len(by_outcome["open"]),
        _sum(by_outcome["open"], currency),
        len(by_outcome["won"]) + sum(found.deals for found in won),
        Money(currency, _sum(by_outcome["won"], currency).minor + sum(found.minor for found in won)),
        len(by_outcome["lost"]) + sum(found.deals for found in lost),
    )


def _sum(deals: Iterable[Deal], currency: str) -> Money:
    return totals(deal.amount for deal in deals if deal.amount).get(currency, Money(currency, 0))


def grouped(found: Iterable[Position], by: Grouping, team: Team) -> dict[str, list[Position]]:
    """Positions by group, the groups in alphabetical order."""
    name_of: Mapping[Grouping, Callable[[Position], str]] = {
        "rep": lambda p: team.name_of(p.deal.owner) or "nobody",
        "sale-type": lambda p: p.deal.sale_type,
        "stage": lambda p: p.stage_title,
        "manager": lambda p: _manager(p.deal.owner, team),
    }
    groups: dict[str, list[Position]] = {}
    for each in found:
        groups.setdefault(name_of[by](each), []).append(each)
    return dict(sorted(groups.items()))


def _manager(owner: str, team: Team) -> str:
    rep = team.people.get(owner)
    return team.name_of(rep.manager) if rep and rep.manager else "nobody"
