"""`reopen`: a lost deal whose buyer is back."""

import typer

from milestonectl.commands.arguments import By, DealId, Note, OnDate, Reason
from milestonectl.commands.ending import record_ending

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
    return record_ending(ctx, deal, "reopened", "Why is it open again", reason=reason, date=date, by=by, note=note)
