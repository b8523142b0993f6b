"""What a report says: every section from the computation that its own command uses."""

from collections.abc import Sequence

from milestonectl.commands.backtest import report_of as backtest_report
from milestonectl.commands.coach import report_of as coach_report
from milestonectl.commands.forecast import learned_from
from milestonectl.commands.forecast import report_of as forecast_report
from milestonectl.commands.gather import Gathered
from milestonectl.commands.gather_history import History, history_of
from milestonectl.commands.movement import report_of as movement_report
from milestonectl.commands.pace import pace_plan
from milestonectl.commands.people import reps_of
from milestonectl.commands.rates import report_of as rates_report
from milestonectl.deals.deal import Deal
from milestonectl.deals.pipeline import Choice, Position, chosen, positions
from milestonectl.history.cohort import Cohort
from milestonectl.history.movement import Scope
from milestonectl.history.plan import Plan
from milestonectl.history.rates import stall_limits
from milestonectl.history.targets import Quota, quotas
from milestonectl.model.period import DAY, Period
from milestonectl.render.forecast import ForecastReport
from milestonectl.render.movement import MovementReport
from milestonectl.render.pages.headlines import Figures, headlines
from milestonectl.render.pages.section import Report, Section, Tile, behinds
from milestonectl.render.pages.sections.attention import attention_section
from milestonectl.render.pages.sections.coaching import coaching_section
from milestonectl.render.pages.sections.forecast import forecast_section
from milestonectl.render.pages.sections.funnel import funnel_section, times_section
from milestonectl.render.pages.sections.movement import movement_section
from milestonectl.render.pages.sections.pace import pace_section
from milestonectl.render.pages.sections.pipeline import pipeline_section
from milestonectl.render.pages.sections.reliability import reliability_section
from milestonectl.render.pages.sections.target import target_section

SEED = 0
ORIGINS = 12


def contents(gathered: Gathered, period: Period, rep: str | None) -> Report:
    """The report of a period, for somebody's deals or for all."""
    team, workspace = gathered.workspace.team, gathered.workspace
    reps = reps_of(gathered, rep)
    deals = chosen(gathered.deals.values(), Choice(reps, outcome="all"))
    history = history_of(gathered)
    limits = stall_limits(history.tables(), history.journeys.chains)
    found = positions(deals, gathered.day, limits)
    asked = quotas([one for one in team.reps if not reps or one.id in reps], period, workspace.settings)
    planned = pace_plan(history, period, asked, None, learned=True)
    title = f"{team.name_of(rep)}: sales in {period.name}" if rep else f"Sales in {period.name}"
    ahead = _forecast(history, reps, period)
    tiles = headlines(Figures(period, gathered.day, found, asked, planned, ahead))
    sections = _sections(history, reps, found, asked, planned, ahead)
    others = positions(_others(found, tiles, sections, gathered), gathered.day, limits)
    return Report(title, gathered.root.name, gathered.day, tiles, sections, [*found, *others], team)


def _others(
    found: Sequence[Position], tiles: Sequence[Tile], sections: Sequence[Section], gathered: Gathered
) -> list[Deal]:
    """Deals behind some number that have gone to somebody else since."""
    named = {deal for one in behinds(tiles, sections) for deal in one.deals}
    others = sorted(named - {one.deal.id for one in found})
    return [gathered.deals[name] for name in others if name in gathered.deals]


def _sections(
    history: History,
    reps: frozenset[str],
    found: Sequence[Position],
    asked: Sequence[Quota],
    planned: Plan,
    ahead: ForecastReport | None,
) -> list[Section]:
    workspace, day = history.gathered.workspace, history.gathered.day
    team, deals = workspace.team, [one.deal for one in found]
    learned = rates_report(history, Cohort(reps), "", everything=False, milestone="")
    by_rep = rates_report(history, Cohort(reps), "owner", everything=False, milestone="")
    return [
        target_section(asked, deals, planned.period, team),
        forecast_section(ahead, planned.period, found),
        pipeline_section(found, workspace.processes),
        pace_section(planned, deals, team, day),
        funnel_section(learned),
        times_section(learned),
        movement_section(_moved(history, reps, planned.period)),
        attention_section(found, team),
        reliability_section(backtest_report(history, [], ORIGINS, SEED)),
        coaching_section(coach_report(history, planned.period, "", reps), by_rep, found),
    ]


def _moved(history: History, reps: frozenset[str], period: Period) -> MovementReport:
    """All of the open pipeline, from the eve of the period to its end or the day of the report."""
    eve, day = period.start - DAY, history.gathered.day
    return movement_report(history, Scope(reps=reps), min(eve, day), min(period.end, day))


def _forecast(history: History, reps: frozenset[str], period: Period) -> ForecastReport | None:
    """The forecast of the period; nothing when it is over."""
    if period.end < history.gathered.day:
        return None
    return forecast_report(history, learned_from(history, [period]), Cohort(reps), [period], SEED)
