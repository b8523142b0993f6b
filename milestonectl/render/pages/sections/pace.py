"""The pace that the targets take against the pace that was kept, week by week."""

import datetime
import math
from collections.abc import Iterable, Sequence

from milestonectl.deals.deal import Deal
from milestonectl.history.pace import Pace
from milestonectl.history.plan import Plan
from milestonectl.history.weekly import Week, achieved_by_week
from milestonectl.model.period import Period
from milestonectl.model.settings import Team
from milestonectl.render.pages.figures import weeks
from milestonectl.render.pages.section import Cell, Chart, Head, Section, Table, behind, number

_HEADS = (
    Head("Rep"), Head("Sale type"), Head("Wins needed", right=True), Head("Milestones needed", right=True),
    Head("Achieved", right=True), Head("Planned a week", right=True), Head("A week from now", right=True),
)  # fmt: skip


def pace_section(found: Plan, deals: Sequence[Deal], team: Team, day: datetime.date) -> Section:
    """Milestones a week: required, achieved, and what is left to do."""
    if not found.paces:
        return Section("pace", "Pace", [*found.assumptions])
    required = math.fsum(pace.per_week for pace in found.paces)
    by_week = achieved_by_week(found, deals, day)
    rows = [_row(pace, deals, found, team) for pace in found.paces]
    words = [
        f"The targets of {found.period.name} took {required:.1f} milestones a week from its start.",
        *found.assumptions,
    ]
    return Section("pace", "Pace", words, [_chart(by_week, required)], [Table("Pace by target", _HEADS, rows)])


def _chart(by_week: Iterable[Week], required: float) -> Chart:
    values = [
        {"week": f"{week.start.day} {week.start:%b}", "count": len(week.deals),
         "words": f"Week of {week.start.day} {week.start:%b %Y}: {len(week.deals)} milestones",
         "behind": behind(f"Milestones achieved in the week of {week.start.day} {week.start:%b %Y}", list(dict.fromkeys(week.deals)))}
        for week in by_week
    ]  # fmt: skip
    words = f"A bar a week; the broken line is the {required:.1f} a week that the targets took from the start."
    return Chart("Milestones achieved a week", words, weeks("milestones", required), values)


def _row(pace: Pace, deals: Sequence[Deal], found: Plan, team: Team) -> list[Cell]:
    name = team.name_of(pace.quota.rep) or "All"
    words = f"{name}, {pace.process.title.lower()}: milestones achieved in {found.period.name}"
    left = pace.per_week_left
    return [
        Cell(name),
        Cell(pace.process.title),
        number(pace.wins, places=1),
        number(pace.needed, places=1),
        number(pace.achieved, behind(words, deals_behind(pace, deals, found.period))),
        number(pace.per_week, places=1),
        number(left, places=1) if math.isfinite(left) else Cell("too late", math.inf, tone="warn"),
    ]


def deals_behind(pace: Pace, deals: Sequence[Deal], period: Period) -> list[str]:
    """The deals whose milestones in the period count towards a quota."""
    counted = {one.milestone.id for one in pace.milestones}
    return [
        deal.id
        for deal in deals
        if pace.quota.rep in ("", deal.owner)
        and deal.sale_type == pace.process.name
        and any(name in counted and one.first in period for name, one in deal.achievements.items())
    ]
