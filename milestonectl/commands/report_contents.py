"""What a report says: every section from the computation that its own command uses."""

from collections.abc import Sequence

from milestonectl.commands.gather import Gathered
from milestonectl.commands.gather_history import history_of
from milestonectl.commands.people import reps_of
from milestonectl.commands.rates import report_of
from milestonectl.deals.pipeline import Choice, Position, chosen, positions
from milestonectl.history.cohort import Cohort
from milestonectl.history.plan import Basis, Plan, achieved_in, plan, usual_types
from milestonectl.history.targets import Quota, quotas
from milestonectl.model.period import Period
from milestonectl.render.pages.headlines import Figures, headlines
from milestonectl.render.pages.section import Report, Section
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
    planned = plan(asked, workspace, period, gathered.day, Basis(achieved_in(deals, period), usual_types(deals)))
    title = f"{team.name_of(rep)}: sales in {period.name}" if rep else f"Sales in {period.name}"
    figures = Figures(period, gathered.day, found, asked, planned)
    sections = _sections(gathered, reps, found, asked, planned)
    return Report(title, gathered.root.name, gathered.day, headlines(figures), sections, found, team)


def _sections(
    gathered: Gathered, reps: frozenset[str], found: Sequence[Position], asked: Sequence[Quota], planned: Plan
) -> list[Section]:
    workspace = gathered.workspace
    team, deals = workspace.team, [one.deal for one in found]
    learned = report_of(history_of(gathered), Cohort(reps), "", everything=False, milestone="")
    return [
        target_section(asked, deals, planned.period, team),
        pipeline_section(found, workspace.processes),
        pace_section(planned, deals, team, gathered.day),
        funnel_section(learned),
        times_section(learned),
        attention_section(found, team),
    ]
