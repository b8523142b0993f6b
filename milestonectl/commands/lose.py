"""`lose`: a deal that will not be won."""

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
def lose(
    ctx: typer.Context,
    deal: DealId,
    reason: Reason = None,
    date: OnDate = "today",
    by: By = None,
    note: Note = "",
) -> int:
    """Close a deal as lost, with the reason.

    Example: milestonectl lose BOLT-3 --reason "no decision: budget frozen"
    """
    gathered = gather_to_write(ctx)
    found = gathered.deal(deal)
    why = answer(ctx, reason, "Why was it lost", "--reason")
    day, person = past_day(date).isoformat(), writer(ctx, gathered, by)
    row = Row(date=day, deal=found.id, event="lost", by=person, reason=why, note=note)

    def build(fresh: Gathered) -> Entry:
        outcome = fresh.deal(found.id).outcome
        return (
            Entry(found.id, (row,))
            if outcome == "open"
            else Entry(found.id, refusal=f"{found.id} is {outcome} already.")
        )

    return record(ctx, build)
