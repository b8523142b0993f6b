"""`plan`: a milestone promised for a day."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from milestonectl.commands.arguments import AskedDeal, AskedMilestone, By, Note
from milestonectl.commands.asking import answer
from milestonectl.commands.clock import now, parse_day
from milestonectl.commands.people import writer
from milestonectl.commands.plan_exchange import export_plan, import_plan
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.commands.saying import milestone_of, the_deal
from milestonectl.deals.entry import plan_entry
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
    gathered = gather_to_write(ctx)
    chosen = the_deal(ctx, gathered, deal)
    target = milestone_of(ctx, gathered, chosen, milestone)
    day = parse_day(answer(ctx, date, "For which day", "--date"), "--date")
    if day < now().date():
        raise UsageError(f"{day} is past; a promise is for today or later")
    person = writer(ctx, gathered, by)
    row = Row(date=day.isoformat(), deal=chosen.id, event="planned", milestone=target.id, by=person, note=note)
    return record(ctx, lambda fresh: plan_entry(fresh.deal(chosen.id), target, row, fresh.day))
