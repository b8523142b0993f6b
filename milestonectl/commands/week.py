"""`week`: the sheet for the weekly talk."""

import math

import typer

from milestonectl.commands.arguments import As, AskedRep, Output
from milestonectl.commands.gather import Gathered, gather
from milestonectl.commands.gather_history import gather_history
from milestonectl.commands.pace import pace_plan
from milestonectl.commands.people import reps_of
from milestonectl.commands.reading import show
from milestonectl.deals.deal import Deal
from milestonectl.deals.pipeline import positions
from milestonectl.history.plan import Plan
from milestonectl.history.promises import kept_share, promises
from milestonectl.history.targets import quotas
from milestonectl.model.period import DAY, Period, week_of, year_of
from milestonectl.model.settings import Rep
from milestonectl.render.week import RepWeek, WeekReport, week_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)
QUARTER_OF_WEEKS = 13


@app.command()
def week(ctx: typer.Context, rep: AskedRep = None, output: As = Output.TABLE) -> int:
    """Show the sheet for the weekly talk: promised and kept, promised now, required, and what each deal needs next.

    Example: milestonectl week --rep dana -o markdown
    """
    gathered, history = gather(ctx), gather_history(ctx)
    settings = gathered.workspace.settings
    asked, year = reps_of(gathered, rep), year_of(gathered.day, settings.fiscal_year_starts)
    people = _people(gathered, asked)
    found = quotas(people, year, settings)
    planned = pace_plan(history, year, found, None, learned=True) if found else None
    this = week_of(gathered.day)
    sheets = [_sheet(person, gathered, this, planned) for person in people]
    busy = [each for each in sheets if each.last or each.now or each.open or each.required is not None]
    return show(gathered, week_screen(WeekReport(gathered.day, this, busy)), output)


def _people(gathered: Gathered, asked: frozenset[str]) -> list[Rep]:
    """The reps of the team, or whoever owns deals where there is no team."""
    team = gathered.workspace.team
    owners = sorted({deal.owner for deal in gathered.deals.values() if deal.outcome == "open"} - set(team.people))
    people = [*team.reps, *(Rep(owner, owner or "nobody") for owner in owners)]
    return [person for person in people if not asked or person.id in asked]


def _sheet(person: Rep, gathered: Gathered, this: Period, planned: Plan | None) -> RepWeek:
    day = gathered.day
    theirs = [deal for deal in gathered.deals.values() if deal.owner == person.id]
    before = Period(this.start - 7 * DAY, this.start - DAY, "")
    lately = Period(this.start - 7 * QUARTER_OF_WEEKS * DAY, this.start - DAY, "")
    paces = [pace for pace in planned.paces if pace.quota.rep == person.id] if planned else []
    return RepWeek(
        rep=person.id,
        name=person.name,
        last=promises(theirs, before, day),
        now=promises(theirs, this, day),
        lately=kept_share(promises(theirs, lately, day)),
        by_week=[_achieved(theirs, each) for each in _weeks_until(this)],
        achieved=_achieved(theirs, this),
        required=math.fsum(pace.per_week_left for pace in paces) if paces else None,
        open=positions([deal for deal in theirs if deal.outcome == "open"], day, gathered.stall_limits),
    )


def _weeks_until(this: Period) -> list[Period]:
    """The weeks of the last quarter and this one."""
    return [week_of(this.start - 7 * back * DAY) for back in reversed(range(QUARTER_OF_WEEKS))]


def _achieved(deals: list[Deal], this: Period) -> int:
    return sum(found.first in this for deal in deals for found in deal.achievements.values())
