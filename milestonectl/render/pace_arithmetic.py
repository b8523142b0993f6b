"""The whole arithmetic of a pace, line by line, to be checked with a pocket calculator."""

import math

from milestonectl.history.contract_value import STATED_WORTH
from milestonectl.history.distributions import beta_binomial_at_least
from milestonectl.history.in_period import Flight, InPeriod
from milestonectl.history.pace import MilestonePace, Pace
from milestonectl.history.shrinkage import chained_rates
from milestonectl.model.settings import Team
from milestonectl.render.screen import Column, Line, Span, Table

_LISTED = 8
"""More open deals than this are shown by their average chance."""


def arithmetic(pace: Pace, team: Team) -> list[Line | Table]:
    """Each number of the pace as the calculation that gives it."""
    whose = ", ".join(filter(None, [team.name_of(pace.quota.rep), pace.process.title.lower()]))
    columns = [Column("", shrink=True, least=16), Column("", wrap=True), Column("", right=True)]
    rows = [*_wins(pace), *_conversions(pace), *_milestones(pace), *_weeks(pace), *_ahead(pace)]
    return [Span(whose, "bold"), "", Table(columns, rows), ""]


def _wins(pace: Pace) -> list[list[Line]]:
    worth = pace.worth
    rows: list[list[Line]] = []
    if worth.deals:
        total = worth.deals + STATED_WORTH
        parts = f"({worth.deals} x {worth.mean:,.2f} + {STATED_WORTH} x {worth.stated:,f}) / {total}"
        rows.append(["A contract", parts, f"= {worth.value:,.2f}"])
    return [*rows, ["Wins", f"{pace.quota.revenue:,f} / {pace.contract_value:,f}", f"= {pace.wins:.4f}"]]


def _conversions(pace: Pace) -> list[list[Line]]:
    count = len(pace.milestones)
    if not pace.steps:
        return []
    rule = pace.steps[0].prior
    powers = " + ".join(["1", "1/c", *(f"1/c^{power}" for power in range(2, count))])
    rows: list[list[Line]] = [["The rule", f"{powers} = {pace.process.multiplier:g} x {count}, so c", f"= {rule:.6f}"]]
    for found, step in zip(pace.milestones, pace.steps, strict=False):
        before = step.prior
        for level, rate in zip(step.levels, chained_rates(step.prior, step.levels), strict=True):
            if level.trials:
                parts = f"({level.successes:g} + {level.strength:.4g} x {before:.6f}) / ({level.trials:g} + {level.strength:.4g})"
                rows.append([f"On from {found.milestone.title}", parts, f"= {rate:.6f}"])
            before = rate
    return rows


def _milestones(pace: Pace) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for position, found in enumerate(pace.milestones):
        factors = [f"{step.conversion:.6f}" for step in pace.steps[position:]]
        if factors:
            rows.append([f"Won from {found.milestone.title}", " x ".join(factors), f"= {found.chance:.6f}"])
    rows += [[m.milestone.title, f"{pace.wins:.4f} / {m.chance:.6f}", f"= {m.needed:.2f}"] for m in pace.milestones]
    rows.append(["All", " + ".join(f"{found.needed:.2f}" for found in pace.milestones), f"= {pace.needed:.2f}"])
    rows += [[f"Left: {m.milestone.title}", _left(m), f"= {m.left:.2f}"] for m in pace.milestones]
    return [*rows, ["Left", " + ".join(f"{found.left:.2f}" for found in pace.milestones), f"= {pace.left:.2f}"]]


def _left(found: MilestonePace) -> str:
    return f"{found.needed:.2f} - {found.achieved}{_at_least(found.needed - found.achieved)}"


def _at_least(difference: float) -> str:
    return ", at least 0" if difference < 0 else ""


def _weeks(pace: Pace) -> list[list[Line]]:
    total, left, a_week = pace.weeks
    rows: list[list[Line]] = [
        ["Selling weeks", f"{total * a_week:.0f} days / {a_week:.4f} a week", f"= {total:.2f}"],
        ["Selling weeks left", f"{left * a_week:.0f} days / {a_week:.4f} a week", f"= {left:.2f}"],
        ["A week, planned", _a_week(pace.needed, total), f"= {pace.per_week:.2f}"],
    ]
    if left <= 0:
        return rows
    rows += [
        [f"A week: {m.milestone.title}", _a_week(m.left, left), f"= {m.per_week_left:.2f}"] for m in pace.milestones
    ]
    return [*rows, ["A week, now", _a_week(pace.left, left), f"= {pace.per_week_left:.2f}"]]


def _a_week(count: float, weeks: float) -> str:
    return f"{count:.2f} / {weeks:.2f} weeks" if weeks >= 1 else f"{count:.2f} / 1 week, as less is left"


def _ahead(pace: Pace) -> list[list[Line]]:
    """The rest of the period: what open deals should bring, and what new ones must."""
    ahead = pace.ahead
    if ahead is None:
        return []
    parts = " + ".join(f"{flight.credit:.3f}" for flight in ahead.flights) or "0"
    left = pace.wins - ahead.won - ahead.credit
    return [
        *(_flight(pace, flight) for flight in ahead.flights),
        ["In flight", parts, f"= {ahead.credit:.3f}"],
        [
            "From new deals",
            f"{pace.wins:.4f} - {ahead.won} - {ahead.credit:.3f}{_at_least(left)}",
            f"= {ahead.gap:.3f}",
        ],
        *_new_deals(pace, ahead),
        *_sure(ahead),
    ]


def _flight(pace: Pace, flight: Flight) -> list[Line]:
    where = pace.milestones[flight.state - 1].milestone.title if flight.state else "opening"
    terms = [f"{deals} x {chance:.4f}" if deals > 1 else f"{chance:.4f}" for deals, chance in flight.chances]
    average = f"{flight.deals} x {flight.credit / flight.deals:.6f} on average"
    return [f"In time from {where}", average if len(terms) > _LISTED else " + ".join(terms), f"= {flight.credit:.3f}"]


def _new_deals(pace: Pace, ahead: InPeriod) -> list[list[Line]]:
    """First milestones a week for this period, where one that is reached now keeps half of its chance."""
    if not ahead.gap:
        return []
    first, together = pace.milestones[0], math.fsum(ahead.in_time)
    rows: list[list[Line]] = [
        ["Half of the chance to win", f"{first.chance:.6f} / 2", f"= {first.chance / 2:.6f}"],
        [
            "In time, week by week",
            " + ".join(f"{chance:.4f}" for chance in reversed(ahead.in_time)),
            f"= {together:.3f}",
        ],
    ]
    if not ahead.last_useful:
        return [*rows, ["Too late", "the first of these is below half of the chance", ""]]
    return [*rows, [f"{first.milestone.title} a week", f"{ahead.gap:.3f} / {together:.3f}", f"= {ahead.per_week:.2f}"]]


def _sure(ahead: InPeriod) -> list[list[Line]]:
    """How likely the wins still needed are from so many first milestones, and from one fewer."""
    if not ahead.still or ahead.known.b <= 0:
        return []
    as_from = f"{ahead.known.mean:.6f}, known as from {ahead.known.a + ahead.known.b:g} deals"
    rows: list[list[Line]] = [["Chance of each to be won", as_from, ""]]
    for confidence, count in ahead.sure:
        if count is not None:
            enough, fewer = (beta_binomial_at_least(ahead.still, tried, ahead.known) for tried in (count, count - 1))
            words = f"{ahead.still} or more of {count} won: {enough:.3f}; of {count - 1}: {fewer:.3f}"
            rows.append([f"For {confidence:.0%}", words, f"= {count}"])
    return rows
