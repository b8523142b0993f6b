"""`log`: a milestone with its evidence, through the gates."""

from typing import Annotated

import typer

from milestonectl.commands.arguments import AskedDeal, AskedMilestone, By, Note, OnDate
from milestonectl.commands.gather import Gathered
from milestonectl.commands.people import writer
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.commands.saying import milestone_of, past_day, proofs_of, the_deal
from milestonectl.deals.entry import Entry, Said, log_entry

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def log(
    ctx: typer.Context,
    deal: AskedDeal = None,
    milestone: AskedMilestone = None,
    date: OnDate = "today",
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", metavar="KIND:REF", help="What proves it; again for more.")
    ] = None,
    contact: Annotated[str, typer.Option("--contact", metavar="NAME", help="Who at the buyer.")] = "",
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="Their role, as in economic-buyer.")] = "",
    by: By = None,
    note: Note = "",
    override: Annotated[str, typer.Option("--override", metavar="REASON", help="Pass a shut gate, on record.")] = "",
) -> int:
    """Log a milestone with its evidence; a further log of it adds evidence.

    Example: milestonectl log ACME-14 proof --evidence email:2f9c --contact "J. Roe" --role economic-buyer
    """
    gathered = gather_to_write(ctx)
    chosen = the_deal(ctx, gathered, deal)
    target = milestone_of(ctx, gathered, chosen, milestone)
    proofs = proofs_of(gathered.root, evidence or [])
    said = Said(past_day(date), writer(ctx, gathered, by), proofs, contact, role, note, override)

    def build(fresh: Gathered) -> Entry:
        enforce = fresh.workspace.settings.gates == "enforce"
        return log_entry(fresh.deal(chosen.id), target.id, said, enforce=enforce)

    return record(ctx, build)
