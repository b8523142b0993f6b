"""`waive`: a milestone that is not demanded of one deal."""

import typer

from milestonectl.commands.arguments import AskedDeal, AskedMilestone, By, Note, OnDate, Reason
from milestonectl.commands.asking import answer
from milestonectl.commands.clock import past_day
from milestonectl.commands.people import writer
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.commands.saying import milestone_of, the_deal
from milestonectl.deals.entry import waive_entry
from milestonectl.model.row import Row

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def waive(
    ctx: typer.Context,
    deal: AskedDeal = None,
    milestone: AskedMilestone = None,
    reason: Reason = None,
    date: OnDate = "today",
    by: By = None,
    note: Note = "",
) -> int:
    """Waive a milestone for one deal, with a reason.

    Example: milestonectl waive ACME-14 security-cleared --reason "no data leaves the plant" --by lee
    """
    gathered = gather_to_write(ctx)
    found = the_deal(ctx, gathered, deal)
    target = milestone_of(ctx, gathered, found, milestone)
    why = answer(ctx, reason, "Why is it not demanded", "--reason")
    day, person = past_day(date).isoformat(), writer(ctx, gathered, by)
    row = Row(date=day, deal=found.id, event="waived", milestone=target.id, by=person, reason=why, note=note)
    return record(ctx, lambda fresh: waive_entry(fresh.deal(found.id), target, row, fresh.day))
