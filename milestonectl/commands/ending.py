"""The ends of a deal, lost or open again: an event with a reason, if the deal is not there already."""

import typer

from milestonectl.commands.asking import answer
from milestonectl.commands.clock import past_day
from milestonectl.commands.gather import Gathered
from milestonectl.commands.people import writer
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.commands.saying import the_deal
from milestonectl.deals.entry import Entry, ending_entry
from milestonectl.model.row import Row


def record_ending(
    ctx: typer.Context,
    deal: str | None,
    event: str,
    question: str,
    *,
    reason: str | None,
    date: str,
    by: str | None,
    note: str,
) -> int:
    """Record that a deal is `lost` or `reopened`, asking for what is missing."""
    gathered = gather_to_write(ctx)
    found = the_deal(ctx, gathered, deal)
    why = answer(ctx, reason, question, "--reason")
    day, person = past_day(date).isoformat(), writer(ctx, gathered, by)
    row = Row(date=day, deal=found.id, event=event, by=person, reason=why, note=note)

    def build(fresh: Gathered) -> Entry:
        return ending_entry(fresh.deal(found.id), row)

    return record(ctx, build)
