"""How well the forecast would have done, beside simpler ways."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from milestonectl.history.backtest import Case, Score
from milestonectl.history.backtest_deals import SaidBin, Uncertainty, said_and_came
from milestonectl.history.backtest_money import MoneyScore, MoneyTotal
from milestonectl.history.intervals import Interval
from milestonectl.model.money import Money, digits
from milestonectl.render.screen import Column, Command, Line, Records, Screen, Span, Table
from milestonectl.render.words import full_day, plural, short_money

_COLUMNS = (
    Column("Method"), Column("Brier", right=True), Column("Expected / won", right=True), Column("CRPS", right=True),
    Column("In 80 % range", right=True), Column("WAPE", right=True, drop=1),
)  # fmt: skip
_MONEY = (
    Column("Currency"), Column("Deals won", right=True), Column("On average", right=True, drop=1), Column("CRPS", right=True),
    Column("In 80 % range", right=True), Column("WAPE", right=True, drop=1), Column("Best rival's CRPS"),
)  # fmt: skip
_ENDS = ("at_least_90pct", "median", "at_least_10pct")
FEWEST_WON = 20
"""With fewer deals won no score of a currency is shown."""
NO_EVIDENCE = "No quarter has ended yet that history could have forecast."
_RECORDS = ("method", "brier", "calibration", "crps", "coverage_80", "wape")


@dataclass(frozen=True)
class BacktestReport:
    """What `backtest` found."""

    day: datetime.date
    cases: Sequence[Case]
    scores: Sequence[Score]
    """CRPS, coverage and WAPE in money where deals have amounts, else in wins."""
    chosen: str
    uncertainties: Sequence[Uncertainty]
    failed: Sequence[str]
    """What of the conditions for CI came true, each as `brier 0.2134 > 0.2`."""
    wins: Sequence[Score]
    """The same in numbers of wins, of the deals that were open."""
    money: Sequence[MoneyScore]
    """The same in money, each currency by itself."""

    @property
    def in_money(self) -> bool:
        """Whether the scores are of money."""
        return any(score.won for score in self.money)


def backtest_screen(report: BacktestReport) -> Screen:
    """The backtest as a screen and as the document `milestonectl/backtest/1`."""
    records = Records(_RECORDS, [["" if v is None else str(v) for v in _row(s).values()] for s in report.scores])
    document = {
        "schema": "milestonectl/backtest/1",
        "as_of": report.day.isoformat(),
        "origins": [_case_document(case) for case in report.cases],
        "measured_in": "money" if report.in_money else "wins",
        "rows": [_row(score) for score in report.scores],
        "money": [_row(score) for score in report.money],
        "wins": [_row(score) for score in report.wins],
        "chosen": report.chosen,
        "uncertainty": [_uncertainty(each) for each in report.uncertainties],
        "reliability": [_bin_document(each) for each in said_and_came(report.cases, report.chosen)],
        "failed": list(report.failed),
    }
    if not report.cases:
        blocks: list[Line | Table] = [
            NO_EVIDENCE,
            " It must have begun 90 days or more after the first deal was opened. Older deals come in with:",
            ["   ", Command("milestonectl import FILE")],
        ]
        return Screen(blocks, document, records, "Backtest")
    table = Table(_COLUMNS, [_cells(s) for s in report.scores])
    return Screen([*_heading(report), "", table, "", *_money(report), *_footer(report)], document, records, "Backtest")


def _heading(report: BacktestReport) -> list[Line | Table]:
    deals = sum(len(case.deals) for case in report.cases)
    won = int(sum(case.won.sum() for case in report.cases))
    first, last = report.cases[0].origin.day, report.cases[-1].origin.day
    return [
        Span(f"Forecasts from {plural(len(report.cases), 'day')}, {full_day(first)} to {full_day(last)}", "bold"),
        f" Each with what was recorded by then: {plural(deals, 'open deal')} in all, of which {won} were won in time.",
    ]


def _cells(score: Score) -> list[Line]:
    return [
        score.method, _number(score.brier, 4), _number(score.calibration, 2), _number(score.crps, 3),
        f"{score.coverage_80:.0%}", _number(score.wape, 2),
    ]  # fmt: skip


def _number(value: float, places: int) -> str:
    return f"{value:.{places}f}" if math.isfinite(value) else ""


def _money(report: BacktestReport) -> list[Line | Table]:
    """How the method that did best for these deals did in each currency."""
    mine = [score for score in report.money if score.method == report.chosen and score.won]
    if not mine:
        return []
    few = [score.currency for score in mine if score.won < FEWEST_WON]
    note = [f" {' and '.join(few)}: fewer than {FEWEST_WON} deals won, too few for a score of its own."] if few else []
    heading = Span(f"Money of the whole period by {report.chosen}", "bold")
    return [heading, Table(_MONEY, [_money_cells(score, report) for score in mine]), *note, ""]


def _money_cells(score: MoneyScore, report: BacktestReport) -> list[Line]:
    came = [total.came for case in report.cases for total in case.totals if total.currency == score.currency]
    rivals = [one for one in report.money if one.currency == score.currency and one.method != score.method]
    best = min(rivals, key=lambda one: one.crps)
    average = short_money(Money(score.currency, round(sum(came) / len(came))))
    if score.won < FEWEST_WON:
        return [score.currency, str(score.won), average, "", "", "", ""]
    return [
        score.currency, str(score.won), average, _number(score.crps, 3), f"{score.coverage_80:.0%}",
        _number(score.wape, 2), f"{_number(best.crps, 3)} {best.method}",
    ]  # fmt: skip


def _footer(report: BacktestReport) -> list[Line]:
    return [
        " Brier: squared error of each deal's chance. CRPS, WAPE: errors as a share of what came. Lower is better.",
        f" {measure(report)}",
        *_sureness(report.uncertainties),
        f" Did best for these deals: {report.chosen}.",
        *(Span(f" Failed: {each}", "warning") for each in report.failed),
    ]


def measure(report: BacktestReport) -> str:
    """What CRPS, range and WAPE are of."""
    if not report.in_money:
        return "CRPS, range and WAPE: of the number of open deals that were won, for no deal won has an amount."
    weighed = "; currencies by their deals won" if len({one.currency for one in report.money if one.won}) > 1 else ""
    return f"CRPS, range and WAPE: of all money of the period, with deals that were not opened yet{weighed}."


def _sureness(found: Sequence[Uncertainty]) -> list[Line]:
    """How sure the lead over the first rival is, when whole deals are drawn anew."""
    own, rival = (*found[:2], None, None)[:2]
    if own is None or rival is None or own.brier is None or rival.brier_above is None:
        return []
    low, high = rival.brier_above
    return [
        f" With other deals of the same kind (80 %): Brier of {own.method} {own.brier.low:.4f} to {own.brier.high:.4f};",
        f"   the {rival.method} is {_above(low)} to {_above(high)}.",
    ]


def _above(value: float) -> str:
    return f"{abs(value):.4f} {'worse' if value >= 0 else 'better'}"


def _uncertainty(found: Uncertainty) -> dict[str, Any]:
    ends = {name: _ends(value) for name, value in found._asdict().items() if name != "method"}
    return {"method": found.method} | ends


def _ends(found: Interval | None) -> list[float] | None:
    return [round(found.low, 6), round(found.high, 6)] if found else None


def _row(score: Score | MoneyScore) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str | int) else round(value, 6) if math.isfinite(value) else None
        for name, value in score._asdict().items()
    }


def _case_document(case: Case) -> dict[str, Any]:
    return {
        "day": case.origin.day.isoformat(),
        "period_end": case.origin.period.end.isoformat(),
        "open": len(case.deals),
        "won": int(case.won.sum()),
        "expected": {method: round(float(said.sum()), 6) for method, said in case.chances.items()}
        | {method: round(wins, 6) for method, wins in case.wins.items()},
        "totals": [_total_document(total) for total in case.totals],
    }


def _bin_document(found: SaidBin) -> dict[str, Any]:
    return {
        "forecasts": found.forecasts,
        "deals": found.deals,
        "predicted": round(found.predicted, 6),
        "won": round(found.won, 6),
        "interval": _ends(found.interval),
    }


def _total_document(total: MoneyTotal) -> dict[str, Any]:
    scale = 10 ** digits(total.currency)
    ends = {
        method: dict(zip(_ENDS, (round(value / scale, 2) for value in total.quantiles(method)), strict=True))
        for method in total.samples
    }
    return {"currency": total.currency, "came": round(total.came / scale, 2), "said": ends}
