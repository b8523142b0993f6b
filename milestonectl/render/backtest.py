"""How well the forecast would have done, beside simpler ways."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from milestonectl.history.backtest import Case, Score, Uncertainty
from milestonectl.history.intervals import Interval
from milestonectl.render.screen import Column, Line, Records, Screen, Span, Table
from milestonectl.render.words import full_day, plural

_COLUMNS = (
    Column("Method"), Column("Brier", right=True), Column("Expected / won", right=True), Column("CRPS", right=True),
    Column("In 80 % range", right=True), Column("WAPE", right=True, drop=1),
)  # fmt: skip
_RECORDS = ("method", "brier", "calibration", "crps", "coverage_80", "wape")


@dataclass(frozen=True)
class BacktestReport:
    """What `backtest` found."""

    day: datetime.date
    cases: Sequence[Case]
    scores: Sequence[Score]
    chosen: str
    uncertainties: Sequence[Uncertainty]
    failed: Sequence[str]
    """What of the conditions for CI came true, each as `brier 0.2134 > 0.2`."""


def backtest_screen(report: BacktestReport) -> Screen:
    """The backtest as a screen and as the document `milestonectl/backtest/1`."""
    records = Records(_RECORDS, [["" if v is None else str(v) for v in _row(s).values()] for s in report.scores])
    document = {
        "schema": "milestonectl/backtest/1",
        "as_of": report.day.isoformat(),
        "origins": [_case_document(case) for case in report.cases],
        "rows": [_row(score) for score in report.scores],
        "chosen": report.chosen,
        "uncertainty": [_uncertainty(each) for each in report.uncertainties],
        "failed": list(report.failed),
    }
    if not report.cases:
        blocks: list[Line | Table] = ["No quarter has ended yet that history could have forecast."]
        return Screen(blocks, document, records, "Backtest")
    return Screen([*_heading(report), "", Table(_COLUMNS, [_cells(s) for s in report.scores]), "", *_footer(report)],
                  document, records, "Backtest")  # fmt: skip


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


def _footer(report: BacktestReport) -> list[Line]:
    return [
        " Brier: squared error of each deal's chance, lower is better. CRPS: error of the number of wins, as a share of it.",
        *_sureness(report.uncertainties),
        f" Did best for these deals: {report.chosen}.",
        *(Span(f" Failed: {each}", "warning") for each in report.failed),
    ]


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


def _row(score: Score) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str) else round(value, 6) if math.isfinite(value) else None
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
    }
