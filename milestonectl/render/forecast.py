"""What the coming periods bring, as ranges, and the deals that carry them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milestonectl.history.chain import counted
from milestonectl.history.coverage import coverage
from milestonectl.history.forecast import DealChance, Forecast, Total
from milestonectl.model.money import Money, digits
from milestonectl.model.process import Process
from milestonectl.render.bars import FULL, GOAL, HERE, LIKELY, MAYBE, Layer, Point, bar
from milestonectl.render.screen import Column, Command, Line, Picture, Records, Screen, Span, Table
from milestonectl.render.words import full_day, plural, short_money, weekday

METHOD, SNAPSHOT_METHOD = "milestones and age, competing risks", "snapshot rate"
_TOTALS = (
    Column("Period"), Column("Booked", right=True), Column("Open", right=True, drop=2), Column("New", right=True, drop=2),
    Column("Even chance of", right=True), Column("80 % range", right=True), Column("Target", right=True, drop=3),
    Column("Coverage", right=True, drop=4), Column("CRM-style", right=True, drop=5),
)  # fmt: skip
_DEALS = (
    Column("Deal"), Column("Reached", shrink=True, drop=2), Column("Idle", right=True), Column("Amount", right=True),
    Column("In time", right=True), Column("Ever", right=True, drop=1), Column("Worth", right=True),
)  # fmt: skip
RECORDS = (
    "start", "end", "currency", "booked", "mean", "median", "at_least_90pct", "at_least_10pct", "open", "new", "weighted",
    "target", "coverage",
)  # fmt: skip
MOST_DEALS = 12
_LEGEND = f"{FULL} booked  {LIKELY} 9 chances in 10  {MAYBE} up to 1 in 10  {HERE} even chance  {GOAL} target"


@dataclass(frozen=True)
class ForecastReport:
    """What `forecast` found."""

    forecast: Forecast
    targets: Mapping[tuple[str, str], Money]
    """By period name and currency."""
    processes: Mapping[str, Process]
    explained: str
    """The deal to explain; empty for none."""
    judged: str
    """The command that shows how the method was chosen."""


def forecast_screen(report: ForecastReport) -> Screen:
    """The forecast as a screen and as the document `milestonectl/forecast/1`."""
    found = report.forecast
    heading = f"Forecast on {weekday(found.day)}: {plural(len(found.deals), 'open deal')}"
    blocks: list[Line | Table] = [
        Span(heading, "bold"),
        "",
        *_totals(report),
        *_drawn(report),
        *_deals(report),
        *_footer(report),
    ]
    if not found.deals and not supported(found.totals):
        blocks = [Span(heading, "bold"), *_nothing()]
    if report.explained:
        blocks = _explained(report)
    documents = [total_document(total, report) for total in found.totals]
    records = Records(RECORDS, [[cell(document[name]) for name in RECORDS] for document in documents])
    return Screen(blocks, _document(report), records, "Forecast")


def cell(value: object) -> str:
    """A value of machine output as the cell of a record."""
    return "" if value is None else str(value)


def supported(totals: Sequence[Total]) -> list[Total]:
    """Those with a range: where something comes in fewer than one case in ten, "0 to 0" would say that nothing can."""
    return [total for total in totals if total.at_least_10pct]


def unlikely(totals: Sequence[Total]) -> list[str]:
    """The rest in words."""
    return [
        f"{total.period.name}, {total.currency}: fewer than 1 chance in 10 that anything is won, so no range is shown."
        for total in totals
        if not total.at_least_10pct
    ]


def _totals(report: ForecastReport) -> list[Line | Table]:
    totals = report.forecast.totals
    rows = [_total_row(total, report) for total in supported(totals)]
    words: list[Line | Table] = [f" {line}" for line in unlikely(totals)]
    table: list[Line | Table] = [Table(_TOTALS, rows)] if rows else []
    return [*table, *words, ""] if totals else []


def _nothing() -> list[Line | Table]:
    return [
        " There is nothing to forecast: no deal is open, and nothing was won.",
        [" Open a deal: ", Command("milestonectl open DEAL")],
        [" Bring in those you have: ", Command("milestonectl import FILE")],
    ]


def _total_row(total: Total, report: ForecastReport) -> list[Line]:
    crm_style = _short(total.booked + total.weighted, total.currency)
    return [total.period.name, *total_cells(total, report), crm_style]


def total_cells(total: Total, report: ForecastReport) -> list[Line]:
    """What is booked, open and new, the chances, the target, and what covers it."""
    target = report.targets.get((total.period.name, total.currency))
    covered = coverage(report.forecast, total, target)
    return [
        short_total(total.booked, total),
        short_total(total.open, total),
        short_total(total.new, total),
        Span(short_total(total.median, total), "bold"),
        range_words(total),
        short_money(target) if target else "",
        coverage_words(covered),
    ]


def coverage_words(covered: float | None) -> str:
    """`3.2×`; what is nearly reached needs no exact number."""
    if covered is None:
        return ""
    return f"{covered:.1f}×" if covered < 20 else ">20×"


def range_words(total: Total) -> str:
    """`USD 754K to 1.13M`."""
    low, high = (short_total(value, total) for value in (total.at_least_90pct, total.at_least_10pct))
    return f"{low} to {high.partition(' ')[2]}"


def short_total(minor: float, total: Total) -> str:
    """An amount in the currency of a total."""
    return _short(minor, total.currency)


def _drawn(report: ForecastReport) -> list[Line | Table]:
    """A bar for each line of the table in which there is anything: a currency's bars have one scale."""
    rows: list[list[Line]] = []
    for total in report.forecast.totals:
        most = max(_reach(other, report) for other in report.forecast.totals if other.currency == total.currency)
        if total.at_least_10pct:
            name = Picture(f"{total.period.name}  {total.currency}")
            rows.append([name, _range_bar(total, report, most), Picture(_short(most, total.currency))])
    return [Table((Column(""), Column(""), Column("", right=True)), rows, legend=_LEGEND), ""] if rows else []


def _range_bar(total: Total, report: ForecastReport, most: float) -> Picture:
    target = _target(total, report)
    layers = [
        Layer(MAYBE, 0, total.at_least_10pct / most),
        Layer(LIKELY, 0, total.at_least_90pct / most),
        Layer(FULL, 0, total.booked / most),
    ]
    goal = [Point(GOAL, target / most)] if target else []
    return bar(44, layers, [Point(HERE, total.median / most), *goal])


def _reach(total: Total, report: ForecastReport) -> float:
    """As far as a bar of it goes."""
    return max(total.at_least_10pct, _target(total, report), 1)


def _target(total: Total, report: ForecastReport) -> int:
    found = report.targets.get((total.period.name, total.currency))
    return found.minor if found else 0


def _short(minor: float, currency: str) -> str:
    return short_money(Money(currency, round(minor)))


def _deals(report: ForecastReport) -> list[Line | Table]:
    found = report.forecast
    if not found.deals:
        return []
    ordered = sorted(found.deals, key=lambda deal: (-deal.by_end[0] * deal.minor, deal.deal))[:MOST_DEALS]
    heading = f"Deals that carry it, by what they are worth until {full_day(found.periods[0].end)}"
    return [Span(heading, "bold"), Table(_DEALS, [_deal_row(deal, report) for deal in ordered]), ""]


def _deal_row(deal: DealChance, report: ForecastReport) -> list[Line]:
    return [
        deal.deal,
        _reached(deal, report),
        f"{deal.age}d",
        _short(deal.minor, deal.currency),
        f"{deal.by_end[0]:.0%}",
        f"{deal.eventually:.0%}",
        _short(deal.minor * deal.by_end[0], deal.currency),
    ]


def _reached(deal: DealChance, report: ForecastReport) -> str:
    chain = _chain(report.processes[deal.sale_type])
    return chain[deal.state - 1] if deal.state else "opened"


def _chain(process: Process) -> Sequence[str]:
    return [milestone.title for milestone in counted(process)]


def _explained(report: ForecastReport) -> list[Line | Table]:
    deal = next(d for d in report.forecast.deals if d.deal == report.explained)
    end = full_day(report.forecast.periods[0].end)
    chain = _chain(report.processes[deal.sale_type])
    lines: list[Line | Table] = [
        Span(f"{deal.deal}: {deal.by_end[0]:.0%} to be won by {end}, {deal.eventually:.0%} ever", "bold"),
        f" It has reached {deal.state} of {len(chain)} milestones, last: {_reached(deal, report)}.",
        f" On the day of its last milestone such a deal was won in {deal.fresh:.0%} of cases.",
    ]
    if deal.eventually < deal.fresh:
        lines.append(
            f" It has now waited {plural(deal.age, 'day')}; those that wait so long are won in {deal.eventually:.0%}."
        )
    else:
        lines.append(f" It has now waited {plural(deal.age, 'day')}, which does not speak against it.")
    if report.forecast.by_snapshot:
        lines.append(f" The chance by {end} is what past deals at this milestone had, whatever their wait.")
    if report.forecast.late_days:
        lines.append(" What may have happened to it and is not on record yet is part of its chance.")
    late = deal.eventually - deal.by_end[0]
    return [*lines, f" Time is short: in {late:.0%} of cases it is won, but after {end}." if late > 0.01 else ""]


def _footer(report: ForecastReport) -> list[Line]:
    lines: list[Line] = [" With 9 chances in 10 it will be at least the lower end, with 1 in 10 at least the upper."]
    if report.forecast.by_snapshot:
        lines += [
            " By the snapshot rate: on your past quarters it did better than milestones and age.",
            [" The figures: ", Command(report.judged)],
        ]
    if report.forecast.late_days:
        days = f"{report.forecast.late_days:.1f} days"
        lines.append(f" Corrected for late logging: achievements and losses come on record after {days} on average.")
    if report.forecast.prior_driven:
        names = ", ".join(report.processes[name].title.lower() for name in report.forecast.prior_driven)
        lines.append(f" Driven by the process more than by history (fewer than 40 won and 40 lost): {names}.")
    return [*lines, " Why a deal has its chance: milestonectl forecast --explain DEAL"]


def _document(report: ForecastReport) -> dict[str, Any]:
    found = report.forecast
    return {
        "schema": "milestonectl/forecast/1",
        "as_of": found.day.isoformat(),
        "method": SNAPSHOT_METHOD if found.by_snapshot else METHOD,
        "late_days": round(found.late_days, 6),
        "prior_driven": list(found.prior_driven),
        "periods": [total_document(total, report) for total in found.totals],
        "deals": [_deal_document(deal, found) for deal in found.deals],
    }


def total_document(total: Total, report: ForecastReport) -> dict[str, Any]:
    """One member of `periods` in machine output."""
    scale = 10 ** digits(total.currency)
    amounts = ("booked", "mean", "median", "at_least_90pct", "at_least_10pct", "open", "new", "weighted")
    target = report.targets.get((total.period.name, total.currency))
    covered = coverage(report.forecast, total, target)
    return {
        "start": total.period.start.isoformat(),
        "end": total.period.end.isoformat(),
        "currency": total.currency,
        **{name: round(getattr(total, name) / scale, 2) for name in amounts},
        "target": float(target.amount) if target else None,
        "coverage": None if covered is None else round(covered, 4),
    }


def _deal_document(deal: DealChance, found: Forecast) -> dict[str, Any]:
    ends = [period.end.isoformat() for period in found.periods]
    return {
        "deal": deal.deal,
        "win_probability": round(deal.eventually, 6),
        "win_by": {end: round(chance, 6) for end, chance in zip(ends, deal.by_end, strict=True)},
    }
