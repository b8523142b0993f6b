"""`reopen`: a lost deal whose buyer is back."""

import typer

from milestonectl.commands.arguments import By, DealId, Note, OnDate, Reason
from milestonectl.commands.ending import ending_form
from milestonectl.commands.entering import enter

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

    Example: milestonectl reopen BOLT-3 --reason "new director asked again"
    """
    form = ending_form("Reopen a deal.", "reopened", "Why is it open again")
    return enter(ctx, form, by, {"deal": deal, "reason": reason, "date": date, "note": note})
