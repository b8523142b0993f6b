"""`change`: what is known about a deal, from a day on."""

from typing import Annotated

import typer

from milestonectl.commands.arguments import AskedSaleType, By, CloseDate, Currency, DealId, Note, OnDate, Set
from milestonectl.commands.clock import past_day
from milestonectl.commands.gather import sale_type_process
from milestonectl.commands.people import known_person, writer
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.commands.saying import deal_cells
from milestonectl.deals.entry import Entry
from milestonectl.model.errors import UsageError
from milestonectl.model.row import Row

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def change(
    ctx: typer.Context,
    deal: DealId,
    sale_type: AskedSaleType = None,
    account: Annotated[str, typer.Option("--account", metavar="NAME", help="The buyer.")] = "",
    owner: Annotated[str, typer.Option("--owner", metavar="REP", help="Whose deal it is now.")] = "",
    amount: Annotated[str, typer.Option("--amount", metavar="AMOUNT", help="As in 84000 or 84000.50.")] = "",
    currency: Currency = "",
    close_date: CloseDate = "",
    date: OnDate = "today",
    set_: Set = None,
    by: By = None,
    note: Note = "",
) -> int:
    """Change what is known about a deal: amount, closing date, owner and more.

    Only what is named changes.

    Example: milestonectl change ACME-14 --close-date 2027-01-15 --amount 92000
    """
    gathered = gather_to_write(ctx)
    found = gathered.deal(deal)
    cells = deal_cells(gathered, amount, currency or (found.currency if amount else ""), close_date, set_ or [])
    said = Row(account=account, owner=known_person(gathered.workspace.team, owner) if owner else "")._replace(**cells)
    if sale_type:
        said = said._replace(sale_type=sale_type_process(gathered, sale_type, found.opened).name)
    if said == Row():
        raise UsageError("nothing to change: name what changes, as in --close-date 2027-01-15")
    row = said._replace(
        date=past_day(date).isoformat(), deal=found.id, event="changed", by=writer(ctx, gathered, by), note=note
    )
    return record(ctx, lambda fresh: Entry(fresh.deal(found.id).id, (row,)))
