"""What a report says: every section from the computation that its own command uses."""

from collections.abc import Sequence

from milestonectl.commands.gather import Gathered
from milestonectl.commands.gather_history import History, history_of
from milestonectl.commands.pace import pace_plan
from milestonectl.commands.people import reps_of
from milestonectl.commands.rates import report_of
from milestonectl.deals.pipeline import Choice, Position, chosen, positions
from milestonectl.history.cohort import Cohort
from milestonectl.history.plan import Plan
from milestonectl.history.targets import Quota, quotas
from milestonectl.model.period import Period
from milestonectl.render.pages.headlines import Figures, headlines
from milestonectl.render.pages.section import Report, Section, Tile, behinds
from milestonectl.render.pages.sections.attention import attention_section
from milestonectl.render.pages.sections.funnel import funnel_section, times_section
from milestonectl.render.pages.sections.pace import pace_section
from milestonectl.render.pages.sections.pipeline import pipeline_section
from milestonectl.render.pages.sections.target import target_section


def contents(gathered: Gathered, period: Period, rep: str | None) -> Report:
    """The report of a period, for somebody's deals or for all."""
    team, workspace = gathered.workspace.team, gathered.workspace
    reps = reps_of(gathered, rep)
    deals = chosen(gathered.deals.values(), Choice(reps, outcome="all"))
    found = positions(deals, gathered.day, gathered.stall_limits)
    asked = quotas([one for one in team.reps if not reps or one.id in reps], period, workspace.settings)
    history = history_of(gathered)
    planned = pace_plan(history, period, asked, None, learned=True)
    title = f"{team.name_of(rep)}: sales in {period.name}" if rep else f"Sales in {period.name}"
    tiles = headlines(Figures(period, gathered.day, found, asked, planned))
    sections = _sections(history, reps, found, asked, planned)
    return Report(
        title, gathered.root.name, gathered.day, tiles, sections, _all(found, tiles, sections, gathered), team
    )


def _all(
    found: Sequence[Position], tiles: Sequence[Tile], sections: Sequence[Section], gathered: Gathered
) -> list[Position]:
    """The deals that are reported on, and those behind some number that have gone to somebody else since."""
    named = {deal for one in behinds(tiles, sections) for deal in one.deals}
    others = sorted(named - {one.deal.id for one in found})
    return [*found, *positions([gathered.deals[name] for name in others if name in gathered.deals], gathered.day, {})]


def _sections(
    history: History, reps: frozenset[str], found: Sequence[Position], asked: Sequence[Quota], planned: Plan
) -> list[Section]:
    workspace, day = history.gathered.workspace, history.gathered.day
    team, deals = workspace.team, [one.deal for one in found]
    learned = report_of(history, Cohort(reps), "", everything=False, milestone="")
    return [
        target_section(asked, deals, planned.period, team),
        pipeline_section(found, workspace.processes),
        pace_section(planned, deals, team, day),
        funnel_section(learned),
        times_section(learned),
        attention_section(found, team),
    ]
