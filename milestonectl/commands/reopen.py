"""`reopen`: a lost deal whose buyer is back."""

import typer

from milestonectl.commands.arguments import By, DealId, Note, OnDate, Reason
from milestonectl.commands.asking import answer
from milestonectl.commands.clock import past_day
from milestonectl.commands.gather import Gathered
from milestonectl.commands.people import writer
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.deals.entry import Entry
from milestonectl.model.row import Row

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def reopen(
    ctx: typer.Context,
    deal: DealId,
    reason: Reason = None,
    date: OnDate = "today",
    by: By = None,
    note: Note = "",
) -> int:
    """Reopen a deal that ended, with the reason.

    Example: milestonectl reopen BOLT-3 --reason "new director asked for the proposal again"
    """
    gathered = gather_to_write(ctx)
    found = gathered.deal(deal)
    why = answer(ctx, reason, "Why is it open again", "--reason")
    day, person = past_day(date).isoformat(), writer(ctx, gathered, by)
    row = Row(date=day, deal=found.id, event="reopened", by=person, reason=why, note=note)

    def build(fresh: Gathered) -> Entry:
        is_open = fresh.deal(found.id).outcome == "open"
        return Entry(found.id, refusal=f"{found.id} is open.") if is_open else Entry(found.id, (row,))

    return record(ctx, build)
