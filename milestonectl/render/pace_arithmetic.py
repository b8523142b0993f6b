"""The whole arithmetic of a pace, line by line, to be checked with a pocket calculator."""

from milestonectl.history.contract_value import STATED_WORTH
from milestonectl.history.pace import Pace
from milestonectl.history.shrinkage import chained_rates
from milestonectl.model.settings import Team
from milestonectl.render.screen import Column, Line, Span, Table


def arithmetic(pace: Pace, team: Team) -> list[Line | Table]:
    """Each number of the pace as the calculation that gives it."""
    whose = ", ".join(filter(None, [team.name_of(pace.quota.rep), pace.process.title.lower()]))
    columns = [Column(""), Column(""), Column("", right=True)]
    rows = [*_wins(pace), *_conversions(pace), *_milestones(pace), *_weeks(pace)]
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
    needed = " + ".join(f"{found.needed:.2f}" for found in pace.milestones)
    left = " + ".join(f"{found.left:.2f}" for found in pace.milestones)
    return [*rows, ["All", needed, f"= {pace.needed:.2f}"], ["Left", left, f"= {pace.left:.2f}"]]


def _weeks(pace: Pace) -> list[list[Line]]:
    total, left = pace.weeks
    rows: list[list[Line]] = [["A week, planned", f"{pace.needed:.2f} / {total:.2f} weeks", f"= {pace.per_week:.2f}"]]
    if left > 0:
        rows.append(["A week, now", f"{pace.left:.2f} / {left:.2f} weeks", f"= {pace.per_week_left:.2f}"])
    return rows
