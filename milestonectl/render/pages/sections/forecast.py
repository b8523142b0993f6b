"""What the period will bring, as a range, and the deals that carry it."""

from collections.abc import Iterable, Sequence

from milestonectl.deals.pipeline import Position
from milestonectl.history.forecast import DealChance, Total
from milestonectl.model.money import Money, digits
from milestonectl.model.period import Period
from milestonectl.render.forecast import ForecastReport, supported, unlikely
from milestonectl.render.pages.figures import bullets
from milestonectl.render.pages.section import Behind, Cell, Chart, Head, Section, Table, behind
from milestonectl.render.words import listed, plural, short_money

_TOTALS = (
    Head("Period"), Head("Currency"), Head("Won so far", right=True), Head("From open deals", right=True),
    Head("From new deals", right=True), Head("Even chance of", right=True), Head("9 in 10: at least", right=True),
    Head("1 in 10: at least", right=True), Head("Target", right=True),
)  # fmt: skip
_DEALS = (
    Head("Deal"), Head("Amount", right=True), Head("Idle", right=True), Head("Won in time", right=True),
    Head("Won ever", right=True), Head("Worth in time", right=True),
)  # fmt: skip
_TITLE = "Forecast"


def forecast_section(found: ForecastReport | None, period: Period, positions: Sequence[Position]) -> Section:
    """A bar of what is won, a line of the range and an upright line at the target, for each currency."""
    if found is None:
        return Section("forecast", _TITLE, [f"{period.name} is over: there is nothing left to forecast."])
    totals = found.forecast.totals
    if not found.forecast.deals and not supported(totals):
        return Section("forecast", _TITLE, ["Nothing to forecast: no deal is open, and nothing was won in the period."])
    words = [
        "From the milestones that each open deal has reached and the days since; with 8 chances in 10 it ends within the range."
    ]
    if found.forecast.by_snapshot:
        words = [
            "From the snapshot rate, which did better on past quarters than the milestones and the days since them."
        ]
    if found.forecast.prior_driven:
        names = listed([found.processes[name].title.lower() for name in found.forecast.prior_driven])
        words.append(f"Driven by the process more than by history, with fewer than 40 won and 40 lost: {names}.")
    words += unlikely(totals)
    shown = [name for name in dict.fromkeys(total.currency for total in totals) if _says_something(name, found)]
    charts = [_chart(currency, found, positions) for currency in shown]
    tables = [_totals(found, positions)] if supported(totals) else []
    return Section("forecast", _TITLE, words, charts, tables, folded=_deals(found.forecast.deals, period))


def _says_something(currency: str, found: ForecastReport) -> bool:
    """Whether there is anything to draw: a currency may be known from old deals alone."""
    totals = [total for total in found.forecast.totals if total.currency == currency]
    return any(total.at_least_10pct > 0 or (total.period.name, currency) in found.targets for total in totals)


def _chart(currency: str, found: ForecastReport, positions: Sequence[Position]) -> Chart:
    totals = [total for total in found.forecast.totals if total.currency == currency]
    values = [_value(total, found, positions) for total in totals]
    words = "Bar: won so far. Line: 8 chances in 10, with the even chance as its dot. Upright line: target."
    return Chart(f"Forecast and target, {currency}", words, bullets(currency, [t.period.name for t in totals]), values)


def _value(total: Total, found: ForecastReport, positions: Iterable[Position]) -> dict[str, object]:
    target = found.targets.get((total.period.name, total.currency))
    low, middle, high = (_short(x, total) for x in (total.at_least_90pct, total.median, total.at_least_10pct))
    goal = f", target {short_money(target)}" if target else ""
    return {
        "row": total.period.name,
        "won": _main(total.booked, total),
        "low": _main(total.at_least_90pct, total),
        "median": _main(total.median, total),
        "high": _main(total.at_least_10pct, total),
        "target": float(target.amount) if target else None,
        "words": f"{total.period.name}: won {_short(total.booked, total)}, even chance of {middle}, {low} to {high}{goal}",
        "behind": _booked(total, positions),
    }


def _totals(found: ForecastReport, positions: Sequence[Position]) -> Table:
    return Table(
        "Forecast by period and currency",
        _TOTALS,
        [_row(total, found, positions) for total in supported(found.forecast.totals)],
    )


def _row(total: Total, found: ForecastReport, positions: Sequence[Position]) -> list[Cell]:
    target = found.targets.get((total.period.name, total.currency))
    open_deals = [deal.deal for deal in found.forecast.deals if deal.currency == total.currency]
    booked = _booked(total, positions)
    carrying = behind(f"{booked.words}, or open", [*booked.deals, *open_deals])
    return [
        Cell(total.period.name),
        Cell(total.currency),
        _cell(total.booked, total, booked if booked.deals else None),
        _cell(total.open, total, behind(f"Open, {total.currency}", open_deals) if open_deals else None),
        _cell(total.new, total),
        _cell(total.median, total, carrying),
        _cell(total.at_least_90pct, total, carrying),
        _cell(total.at_least_10pct, total, carrying),
        Cell(short_money(target), float(target.amount)) if target else Cell("", 0.0),
    ]


def _booked(total: Total, positions: Iterable[Position]) -> Behind:
    won = [
        one.deal.id
        for one in positions
        if one.deal.outcome == "won" and one.deal.closed in total.period and one.deal.currency == total.currency
    ]
    return behind(f"Won in {total.period.name}, {total.currency}", won)


def _deals(deals: Sequence[DealChance], period: Period) -> list[Table]:
    ordered = sorted(deals, key=lambda deal: (-deal.by_end[0] * deal.minor, deal.deal))
    title = f"{plural(len(deals), 'open deal')} by what they are worth until the end of {period.name}"
    return [Table(title, _DEALS, [_deal(deal) for deal in ordered])] if deals else []


def _deal(deal: DealChance) -> list[Cell]:
    worth = deal.minor * deal.by_end[0]
    return [
        Cell(deal.deal, behind=behind(deal.deal, [deal.deal])),
        Cell(short_money(Money(deal.currency, deal.minor)), deal.minor),
        Cell(f"{deal.age}d", deal.age),
        Cell(f"{deal.by_end[0]:.0%}", deal.by_end[0]),
        Cell(f"{deal.eventually:.0%}", deal.eventually),
        Cell(short_money(Money(deal.currency, round(worth))), worth),
    ]


def _cell(minor: float, total: Total, found: Behind | None = None) -> Cell:
    return Cell(_short(minor, total), _main(minor, total), found)


def _short(minor: float, total: Total) -> str:
    return short_money(Money(total.currency, round(minor)))


def _main(minor: float, total: Total) -> float:
    """In the currency's main unit."""
    return round(float(minor) / float(10 ** digits(total.currency)), 2)
