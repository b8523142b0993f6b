"""`lose`: a deal that will not be won."""

import typer

from milestonectl.commands.arguments import AskedDeal, By, Note, OnDate, Reason
from milestonectl.commands.ending import ending_form
from milestonectl.commands.entering import enter

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def lose(
    ctx: typer.Context,
    deal: AskedDeal = None,
    reason: Reason = None,
    date: OnDate = "today",
    by: By = None,
    note: Note = "",
) -> int:
    """Close a deal as lost, with the reason.

    Example: milestonectl lose BOLT-3 --reason "no decision: budget frozen"
    """
    form = ending_form("Close a deal as lost.", "lost", "Why was it lost")
    return enter(ctx, form, by, {"deal": deal, "reason": reason, "date": date, "note": note})
