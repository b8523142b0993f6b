"""`plan`: a milestone promised for a day."""

import datetime
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from milestonectl.commands.arguments import AskedDeal, AskedMilestone, By, Note
from milestonectl.commands.clock import now, parse_day
from milestonectl.commands.entering import Form, enter
from milestonectl.commands.gather import Gathered
from milestonectl.commands.guiding import Answers, Question
from milestonectl.commands.plan_exchange import export_plan, import_plan
from milestonectl.commands.questions import NOTE, deal_of, standing_of, which_deal, which_milestone
from milestonectl.commands.saying import milestone_named
from milestonectl.deals.entry import Entry, plan_entry
from milestonectl.model.errors import UsageError
from milestonectl.model.row import Row


class Plans(TyperGroup):
    """`plan DEAL MILESTONE` promises; only `plan export` and `plan import` are commands of their own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if known else ["promise", *args])

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        deal = next(parameter for parameter in self.commands["promise"].params if parameter.name == "deal")
        return [*deal.shell_complete(ctx, incomplete), *super().shell_complete(ctx, incomplete)]


app = typer.Typer(cls=Plans, add_completion=False, rich_markup_mode=None, no_args_is_help=False)
app.command("export")(export_plan)
app.command("import")(import_plan)


@app.callback()
def plan() -> None:
    """Promise a milestone for a day (plan DEAL MILESTONE), or exchange the whole plan with the buyer."""


@app.command("promise")
def promise(
    ctx: typer.Context,
    deal: AskedDeal = None,
    milestone: AskedMilestone = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day it is promised for.")] = None,
    by: By = None,
    note: Note = "",
) -> int:
    """Promise a milestone for a day.

    It is the commitment objective of the next conversation.

    Example: milestonectl plan ACME-14 proof --date 2026-12-04
    """
    known = {"deal": deal, "milestone": milestone, "date": date, "note": note}
    return enter(ctx, Form("Promise a milestone.", _questions, _entry), by, known)


def _questions(gathered: Gathered, person: str) -> Sequence[Question]:
    day = Question(
        "date", "For which day", lambda _answers, text: _coming_day(text), lambda answers: _usual(gathered, answers),
        flag="--date",
    )  # fmt: skip
    return which_deal(gathered, person), which_milestone(gathered), day, NOTE


def _usual(gathered: Gathered, answers: Answers) -> str:
    """The day by which it usually is achieved, if the process says how long it takes."""
    days = standing_of(gathered, answers).milestone.typical_days
    return (gathered.day + datetime.timedelta(days=days)).isoformat() if days else ""


def _coming_day(text: str) -> datetime.date:
    day = parse_day(text, "--date")
    if day < now().date():
        raise UsageError(f"{day} is past; a promise is for today or later")
    return day


def _entry(gathered: Gathered, answers: Answers, person: str) -> Entry:
    found, day = deal_of(gathered, answers), _coming_day(answers["date"]).isoformat()
    target = milestone_named(found, answers["milestone"])
    row = Row(date=day, deal=found.id, event="planned", milestone=target.id, by=person, note=answers["note"])
    return plan_entry(found, target, row, gathered.day)
