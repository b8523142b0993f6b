"""`show`: one deal."""

from typing import Annotated

import typer

from milestonectl.commands.arguments import As, DealId, Output
from milestonectl.commands.gather import gather
from milestonectl.commands.reading import show
from milestonectl.deals.pipeline import position
from milestonectl.render.show import show_screen

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("show")
def show_deal(
    ctx: typer.Context,
    deal: DealId,
    history: Annotated[bool, typer.Option("--history", help="Every row of the deal, voided ones too.")] = False,
    output: As = Output.TABLE,
) -> int:
    """Show one deal: its gates, what proves each milestone, the next ask.

    Example: milestonectl show ACME-14 --history
    """
    gathered = gather(ctx)
    found = position(gathered.deal(deal), gathered.day, gathered.stall_limits)
    return show(gathered, show_screen(found, gathered.workspace.team, gathered.day, history=history), output)
