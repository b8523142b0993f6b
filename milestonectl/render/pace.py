"""The pace that targets take: per milestone for one target, a line each for several, and the arithmetic."""

import datetime
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from milestonectl.history.pace import MilestonePace, Pace, Step
from milestonectl.history.plan import Plan
from milestonectl.model.money import Money, digits
from milestonectl.model.settings import Team
from milestonectl.render.bars import FULL, HERE, MAYBE, Layer, Point, bar
from milestonectl.render.deals import amount_number
from milestonectl.render.pace_arithmetic import arithmetic
from milestonectl.render.screen import Column, Line, Picture, Records, Screen, Span, Table
from milestonectl.render.words import day as day_words
from milestonectl.render.words import money, plural, short_money

DETAILED = 3
"""Up to so many targets are shown milestone by milestone."""
_MILESTONES = (
    Column("Milestone", shrink=True, least=25),
    Column("Per win", right=True, drop=2),
    Column("Needed", right=True),
    Column("Achieved", right=True),
    Column("Left", right=True),
    Column("A week", right=True),
    Column("On the way"),
    Column("Own history", drop=3, shrink=True),
)
_TARGETS = (
    Column("Who", shrink=True),
    Column("Sale type", shrink=True),
    Column("Target", right=True),
    Column("Wins", right=True),
    Column("Needed", right=True),
    Column("Achieved", right=True),
    Column("Left", right=True, drop=2),
    Column("Planned a week", right=True, drop=1),
    Column("A week now", right=True),
    Column("On the way"),
)
_LEGEND = f"{FULL} achieved of what is needed   {HERE} as much of it as of the selling weeks is gone"
_RECORDS = (
    "rep", "sale_type", "target", "currency", "contract_value", "wins_needed", "multiplier", "weeks", "milestone",
    "needed", "achieved", "left", "per_week", "per_week_left",
)  # fmt: skip


def pace_screen(found: Plan, team: Team, day: datetime.date, *, explain: bool = False) -> Screen:
    """The plan as a screen and as the document `milestonectl/pace/1`."""
    document = pace_document(found, day)
    records = Records(_RECORDS, [row for pace in found.paces for row in _record_rows(pace)])
    title = f"Pace for {found.period.name}"
    if explain:
        lines = [line for pace in found.paces for line in arithmetic(pace, team)]
        return Screen([*lines, *(f" {text}" for text in found.assumptions)], document, None, title)
    detailed = len(found.paces) <= DETAILED
    body = (
        [block for pace in found.paces for block in _detail(pace, found, team, day)]
        if detailed
        else _lines(found, team)
    )
    return Screen([*body, *_footer(found)], document, records, title)


def _detail(pace: Pace, found: Plan, team: Team, day: datetime.date) -> list[Line | Table]:
    target, value = _as_money(pace.quota.revenue, pace), _as_money(pace.contract_value, pace)
    whose = ", ".join(filter(None, [team.name_of(pace.quota.rep), pace.process.title.lower()]))
    heading = f"{whose}: {_number(pace.wins)} wins in {found.period.name}"
    why = f", {money(target)} at {money(value)} each."
    rows = [_milestone_row(pace, m, step) for m, step in zip(pace.milestones, [*pace.steps, None], strict=True)]
    return [
        [Span(heading, "bold"), why],
        "",
        Table(_MILESTONES, [*rows, _all_row(pace)], legend=_LEGEND),
        "",
        *_ahead(pace, day),
    ]


def _on_the_way(pace: Pace, achieved: int, needed: float) -> Picture:
    """How much is achieved of what is needed, and how much would be after the selling weeks that are gone."""
    done = achieved / needed if needed else 1.0
    gone = pace.weeks.gone / pace.weeks.total if pace.weeks.total else 1.0
    return bar(12, [Layer(MAYBE, 0, 1), Layer(FULL, 0, done)], [Point(HERE, gone)])


def _milestone_row(pace: Pace, found: MilestonePace, step: Step | None) -> list[Line]:
    return [
        found.milestone.title,
        f"{1 / found.chance:.2f}" if found.chance else "",
        f"{found.needed:.1f}",
        str(found.achieved),
        f"{found.left:.1f}",
        _rate(found.per_week_left),
        _on_the_way(pace, found.achieved, found.needed),
        _history(step),
    ]


def _history(step: Step | None) -> str:
    if step is None:
        return ""
    went_on, decided, _ = step.known
    return f"{went_on:.0f} of {decided:.0f} went on, {step.own_share:.0%} of the figure" if decided else "none yet"


def _ahead(pace: Pace, day: datetime.date) -> list[Line]:
    """What the open deals should bring, what is left for new ones, and how sure one can be."""
    ahead = pace.ahead
    if ahead is None:
        return []
    first = pace.milestones[0].milestone.title
    open_deals = f"{plural(ahead.in_flight, 'open deal')}, worth {ahead.credit:.1f} wins in time"
    lines: list[Line] = [f" In flight: {open_deals}; {ahead.won} won, {ahead.gap:.1f} to come from new ones."]
    if ahead.gap > 0 and ahead.last_useful and math.isfinite(ahead.per_week):
        until = f"until {day_words(ahead.last_useful, day)} at half its chance or more"
        lines.append(f' That takes {ahead.per_week:.1f} of "{first}" a week, {until}; later ones feed the next period.')
    elif ahead.gap > 0:
        lines += [
            f' Too late for new "{first}": fewer than half would be won in time. They feed the next period.',
            f" What is in flight should bring {ahead.won + ahead.credit:.1f} of {_number(pace.wins)} wins.",
        ]
    sure = ", ".join(f"{count} for {confidence:.0%}" for confidence, count in ahead.sure if count)
    return [*lines, f' To be sure of the wins left, whenever they close: {sure} of "{first}".'] if sure else lines


def _all_row(pace: Pace) -> list[Line]:
    cells = [
        "All", f"{pace.multiplier * len(pace.milestones):.2f}", f"{pace.needed:.1f}", str(pace.achieved),
        f"{pace.left:.1f}", _rate(pace.per_week_left),
    ]  # fmt: skip
    way = _on_the_way(pace, pace.achieved, pace.needed)
    return [*(Span(cell, "bold") for cell in cells), way, f"began at {pace.per_week:.1f} a week"]


def _lines(found: Plan, team: Team) -> list[Line | Table]:
    heading = f"Pace for {found.period.name}: {plural(len(found.paces), 'target')}"
    return [Span(heading, "bold"), "", Table(_TARGETS, [_target_row(p, team) for p in found.paces], legend=_LEGEND), ""]


def _target_row(pace: Pace, team: Team) -> list[Line]:
    return [
        team.name_of(pace.quota.rep) or "all",
        pace.process.title,
        short_money(_as_money(pace.quota.revenue, pace)),
        _number(pace.wins),
        f"{pace.needed:.1f}",
        str(pace.achieved),
        f"{pace.left:.1f}",
        f"{pace.per_week:.1f}",
        _rate(pace.per_week_left),
        _on_the_way(pace, pace.achieved, pace.needed),
    ]


def _footer(found: Plan) -> list[Line]:
    return [*(f" {text}" for text in found.assumptions), " Every line: milestonectl pace --explain"]


def pace_document(found: Plan, day: datetime.date) -> dict[str, Any]:
    """The document `milestonectl/pace/1`."""
    return {
        "schema": "milestonectl/pace/1",
        "as_of": day.isoformat(),
        "period": {
            "name": found.period.name,
            "start": found.period.start.isoformat(),
            "end": found.period.end.isoformat(),
        },
        "rows": [_row_document(pace) for pace in found.paces],
        "assumptions": list(found.assumptions),
    }


def _row_document(pace: Pace) -> dict[str, Any]:
    return {
        "rep": pace.quota.rep or None,
        "sale_type": pace.process.name,
        "target": amount_number(_as_money(pace.quota.revenue, pace)),
        "currency": pace.quota.currency,
        "contract_value": amount_number(_as_money(pace.contract_value, pace)),
        "contract_value_basis": _worth_document(pace),
        "wins_needed": _round(pace.wins),
        "multiplier": _round(pace.multiplier),
        "milestones_needed": _round(pace.needed),
        "weeks": _round(pace.weeks.total),
        "weeks_left": _round(pace.weeks.left),
        "per_week": _round(pace.per_week),
        "per_week_left": _round(pace.per_week_left),
        "achieved": pace.achieved,
        "ahead": _ahead_document(pace),
        "milestones": [
            _milestone_document(m, step) for m, step in zip(pace.milestones, [*pace.steps, None], strict=True)
        ],
    }


def _worth_document(pace: Pace) -> dict[str, Any]:
    worth = pace.worth
    return {
        "stated": float(worth.stated),
        "won": worth.deals,
        "mean": float(worth.mean) if worth.deals else None,
        "low": None if worth.low is None else float(worth.low),
        "high": None if worth.high is None else float(worth.high),
    }


def _ahead_document(pace: Pace) -> dict[str, Any] | None:
    if pace.ahead is None:
        return None
    return {
        "won": pace.ahead.won,
        "in_flight": pace.ahead.in_flight,
        "credit": _round(pace.ahead.credit),
        "gap": _round(pace.ahead.gap),
        "first_milestones_per_week": _round(pace.ahead.per_week)
        if pace.ahead.last_useful or not pace.ahead.gap
        else None,
        "last_useful_day": pace.ahead.last_useful.isoformat() if pace.ahead.last_useful else None,
        "first_milestones_for": {f"{confidence:.0%}": count for confidence, count in pace.ahead.sure},
    }


def _milestone_document(found: MilestonePace, step: Step | None) -> dict[str, Any]:
    return {
        "milestone": found.milestone.id,
        "needed": _round(found.needed),
        "per_week": _round(found.per_week),
        "achieved": found.achieved,
        "left": _round(found.left),
        "per_week_left": _round(found.per_week_left),
        "win_rate": _round(found.chance),
        "went_on": step.known.successes if step else None,
        "decided": step.known.trials if step else None,
        "own_share": _round(step.own_share) if step else None,
    }


def _record_rows(pace: Pace) -> list[list[str]]:
    row: Mapping[str, Any] = _row_document(pace)
    return [
        [str((row | milestone)[column] if (row | milestone)[column] is not None else "") for column in _RECORDS]
        for milestone in row["milestones"]
    ]


def _as_money(amount: Decimal, pace: Pace) -> Money:
    return Money(pace.quota.currency, int(amount.scaleb(digits(pace.quota.currency))))


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else f"{value:.1f}"


def _rate(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else "too late"


def _round(value: float) -> float | None:
    """A number that JSON can hold."""
    return round(value, 6) if math.isfinite(value) else None
