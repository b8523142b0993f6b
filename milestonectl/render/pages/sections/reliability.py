"""How far the forecast can be trusted: what it would have said in the past, against what happened."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from milestonectl.history.backtest import ENGINE, Case, Score
from milestonectl.render.backtest import NO_EVIDENCE, BacktestReport, measure
from milestonectl.render.pages.figures import reliability
from milestonectl.render.pages.section import Behind, Cell, Chart, Head, Section, Table, behind, number
from milestonectl.render.words import full_day, plural

BINS = 10
_METHODS = (
    Head("Method"), Head("Brier", right=True), Head("Expected / won", right=True), Head("CRPS", right=True),
    Head("In the 80 % range", right=True), Head("WAPE", right=True),
)  # fmt: skip
_BINS = (
    Head("Said"),
    Head("Deals", right=True),
    Head("Said on average", right=True),
    Head("Won", right=True),
    Head("Won of them", right=True),
)
_TITLE = "Reliability of the forecast"


class Bin(NamedTuple):
    """Deals that were given about the same chance."""

    low: float
    high: float
    said: float
    """The mean chance."""
    deals: tuple[str, ...]
    """Once for each day from which they were forecast."""
    won: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share that was won."""
        return len(self.won) / len(self.deals)

    @property
    def title(self) -> str:
        """`10-20%`."""
        return f"{100 * self.low:.0f}-{100 * self.high:.0f}%"


def reliability_section(found: BacktestReport) -> Section:
    """Said against came true, and the method beside simpler ones."""
    if not found.cases:
        return Section("reliability", _TITLE, [NO_EVIDENCE])
    first, last = found.cases[0].origin.day, found.cases[-1].origin.day
    span = f"{plural(len(found.cases), 'day')} between {full_day(first)} and {full_day(last)}"
    words = [
        f"The open deals of the whole team, forecast from {span} with what was recorded by then, against what was won.",
        f"Chosen for these deals: {found.chosen}.",
        "Brier, CRPS and WAPE measure errors: lower is better. Expected / won is best at 1, the share in the range at 80 %.",
        measure(found),
    ]
    binned = bins(found.cases)
    methods = Table("The forecast beside simpler ways", _METHODS, [_method(score) for score in found.scores])
    return Section("reliability", _TITLE, words, [_chart(binned)], [methods], folded=[_table(binned)])


def bins(cases: Sequence[Case], method: str = ENGINE) -> list[Bin]:
    """Forecasts of single deals by tenths of chance; empty tenths are left out."""
    said = [
        (float(chance), deal, bool(won))
        for case in cases
        for chance, deal, won in zip(case.chances[method], case.deals, case.won, strict=True)
    ]
    found = []
    for place in range(BINS):
        inside = [one for one in said if min(BINS - 1, math.floor(one[0] * BINS)) == place]
        if inside:
            mean = math.fsum(chance for chance, _, _ in inside) / len(inside)
            deals = tuple(deal for _, deal, _ in inside)
            won = tuple(deal for _, deal, is_won in inside if is_won)
            found.append(Bin(place / BINS, (place + 1) / BINS, mean, deals, won))
    return found


def _chart(binned: Sequence[Bin]) -> Chart:
    values = [
        {"said": one.said, "came": one.share, "count": len(one.deals), "behind": _behind(one, "forecast at", one.deals),
         "words": f"Said {one.title}: {len(one.won)} of {len(one.deals)} were won, {one.share:.0%}"}
        for one in binned
    ]  # fmt: skip
    words = "A dot a tenth of chance, larger with more deals. On the line, what was said is what came."
    return Chart("What was said and what came", words, reliability(), values)


def _table(binned: Sequence[Bin]) -> Table:
    rows = [
        [
            Cell(one.title, one.low),
            number(len(one.deals), _behind(one, "forecast at", one.deals)),
            Cell(f"{one.said:.0%}", one.said),
            number(len(one.won), _behind(one, "won, forecast at", one.won)),
            Cell(f"{one.share:.0%}", one.share),
        ]
        for one in binned
    ]
    return Table("What was said and what came", _BINS, rows)


def _behind(one: Bin, what: str, deals: Sequence[str]) -> Behind:
    return behind(f"Reliability: {what} {one.title}", list(dict.fromkeys(deals)))


def _method(score: Score) -> list[Cell]:
    return [
        Cell(score.method),
        _measure(score.brier, 4),
        _measure(score.calibration, 2),
        _measure(score.crps, 3),
        Cell(f"{score.coverage_80:.0%}", score.coverage_80) if math.isfinite(score.coverage_80) else Cell(""),
        _measure(score.wape, 2),
    ]


def _measure(value: float, places: int) -> Cell:
    return number(value, places=places) if math.isfinite(value) else Cell("")
