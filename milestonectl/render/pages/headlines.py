"""The headlines of a report: what is open, what is won, the pace, the proof, what to look at."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from milestonectl.deals.pipeline import Position
from milestonectl.deals.proof import proof_level
from milestonectl.history.forecast import Total
from milestonectl.history.plan import Plan
from milestonectl.history.targets import Quota
from milestonectl.model.money import Money, digits, totals
from milestonectl.model.period import Period
from milestonectl.render.forecast import ForecastReport
from milestonectl.render.pages.section import Tile, behind
from milestonectl.render.pages.sections.pace import deals_behind
from milestonectl.render.words import listed, plural, short_money


@dataclass(frozen=True)
class Figures:
    """What the headlines are made of."""

    period: Period
    day: datetime.date
    found: Sequence[Position]
    quotas: Sequence[Quota]
    planned: Plan
    forecast: ForecastReport | None

    @property
    def open(self) -> list[Position]:
        """Open deals."""
        return [one for one in self.found if one.deal.outcome == "open"]

    @property
    def won(self) -> list[Position]:
        """Deals won in the period."""
        return [one for one in self.found if one.deal.outcome == "won" and one.deal.closed in self.period]


def headlines(figures: Figures) -> list[Tile]:
    """A tile each."""
    tiles = [_open(figures), _won(figures)]
    if figures.forecast is not None:
        tiles += _forecast(figures, figures.forecast)
    if figures.planned.paces:
        tiles.append(_pace(figures))
    return [*tiles, _proof(figures), _attention(figures)]


def _open(figures: Figures) -> Tile:
    text = plural(len(figures.open), "deal")
    return Tile("Open", text, _amounts(figures.open) or "no amounts", behind("Open", _ids(figures.open)))


def _won(figures: Figures) -> Tile:
    won = figures.won
    targets: dict[str, Decimal] = {}
    for quota in figures.quotas:
        targets[quota.currency] = targets.get(quota.currency, Decimal()) + quota.revenue
    said = [short_money(Money(name, int(total.scaleb(digits(name))))) for name, total in sorted(targets.items())]
    words = f"{plural(len(won), 'deal')}; targets {listed(said)}" if said else plural(len(won), "deal")
    return Tile(
        f"Won in {figures.period.name}",
        _amounts(won) or "nothing",
        words,
        behind(f"Won in {figures.period.name}", _ids(won)),
    )


def _forecast(figures: Figures, found: ForecastReport) -> list[Tile]:
    totals = [total for total in found.forecast.totals if total.at_least_10pct > 0]
    if not totals:
        return []
    even = [short_money(Money(total.currency, round(total.median))) for total in totals]
    name, words = figures.period.name, f"8 chances in 10: {listed([_range(total) for total in totals])}"
    carrying = [*_ids(figures.won), *(deal.deal for deal in found.forecast.deals)]
    return [Tile(f"Even chance in {name}", listed(even), words, behind(f"Won in {name} or open", carrying))]


def _range(total: Total) -> str:
    low, high = (short_money(Money(total.currency, round(x))) for x in (total.at_least_90pct, total.at_least_10pct))
    return f"{low} to {high.partition(' ')[2]}"


def _pace(figures: Figures) -> Tile:
    planned = figures.planned
    required = math.fsum(pace.per_week for pace in planned.paces)
    so_far = sum(pace.achieved for pace in planned.paces) / max(planned.weeks.gone, 1.0)
    deals = [one.deal for one in figures.found]
    counted = {deal for pace in planned.paces for deal in deals_behind(pace, deals, figures.period)}
    return Tile(
        "Milestones a week",
        f"{so_far:.1f} of {required:.1f}",
        f"{planned.weeks.left:.1f} selling weeks are left",
        behind(f"Milestones achieved in {figures.period.name}", sorted(counted)),
    )


def _proof(figures: Figures) -> Tile:
    begun = [one for one in figures.open if proof_level(one.progress) != "open"]
    proven = [one for one in begun if proof_level(one.progress) == "confirmed"]
    text = f"{len(proven) / len(begun):.0%}" if begun else "none"
    words = f"{len(proven)} of {plural(len(begun), 'open deal')} that have begun, in every milestone achieved"
    return Tile(
        "Confirmed by the buyer", text, words, behind("Open, every milestone confirmed by the buyer", _ids(proven))
    )


def _attention(figures: Figures) -> Tile:
    flagged = [one for one in figures.open if one.flags]
    return Tile(
        "To look at",
        plural(len(flagged), "deal"),
        "stalled, slipping, overdue, ...",
        behind("Open, to look at", _ids(flagged)),
    )


def _amounts(found: Sequence[Position]) -> str:
    sums = totals(one.deal.amount for one in found if one.deal.amount)
    return listed([short_money(amount) for amount in sums.values() if amount.minor])


def _ids(found: Sequence[Position]) -> list[str]:
    return [one.deal.id for one in found]
