"""`next`: what to ask the buyer for."""

from dataclasses import replace

import typer

from milestonectl.commands.arguments import As, AskedDeal, AskedRep, Output
from milestonectl.commands.gather import Gathered, gather
from milestonectl.commands.people import reps_of
from milestonectl.commands.reading import show
from milestonectl.deals.pipeline import Choice, Position, chosen, position, positions
from milestonectl.deals.urgency import by_urgency
from milestonectl.render.next import next_screen
from milestonectl.render.screen import Screen
from milestonectl.render.show import show_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("next")
def next_asks(ctx: typer.Context, deal: AskedDeal = None, rep: AskedRep = None, output: As = Output.TABLE) -> int:
    """Show what to ask the buyer for next.

    For one deal in detail, or for all: promised ones first, long overdue ones last.

    Example: milestonectl next --rep dana
    """
    gathered = gather(ctx)
    return show(gathered, _one(gathered, deal) if deal else _all(gathered, rep), output)


def _one(gathered: Gathered, deal: str) -> Screen:
    """The same facts as in the list of all deals, shown in full."""
    found = position(gathered.deal(deal), gathered.day, gathered.stall_limits)
    listed = next_screen([found] if _asks(found) else [], gathered.day)
    in_full = show_screen(found, gathered.workspace.team, gathered.day)
    return replace(listed, blocks=in_full.blocks, reads_as_text=True)


def _asks(found: Position) -> bool:
    return found.deal.outcome == "open" and bool(found.progress.next)


def _all(gathered: Gathered, rep: str | None) -> Screen:
    deals = chosen(gathered.pipeline.deals.values(), Choice(reps_of(gathered, rep)))
    open_deals = [deal for deal in deals if deal.outcome == "open"]
    asking = [found for found in positions(open_deals, gathered.day, gathered.stall_limits) if _asks(found)]
    return next_screen(by_urgency(asking, gathered.day), gathered.day)
