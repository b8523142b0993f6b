"""`open`: a new deal."""

import re
from typing import Annotated

import typer

from milestonectl.commands.arguments import AskedSaleType, By, CloseDate, Currency, Note, OnDate, Set
from milestonectl.commands.asking import answer
from milestonectl.commands.clock import past_day
from milestonectl.commands.gather import Gathered, sale_type_process
from milestonectl.commands.people import known_person, writer
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.commands.saying import deal_cells
from milestonectl.deals.entry import Entry
from milestonectl.model.errors import UsageError
from milestonectl.model.row import Row

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_DEAL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}")


@app.command("open")
def open_deal(
    ctx: typer.Context,
    deal: Annotated[
        str | None, typer.Argument(metavar="DEAL", help="A name for it, as in ACME-14.", show_default=False)
    ] = None,
    sale_type: AskedSaleType = None,
    account: Annotated[str | None, typer.Option("--account", metavar="NAME", help="The buyer.")] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="REP", help="Whose deal; else who writes.")] = None,
    amount: Annotated[str, typer.Option("--amount", metavar="AMOUNT", help="As in 84000 or 84000.50.")] = "",
    currency: Currency = "",
    close_date: CloseDate = "",
    date: OnDate = "today",
    set_: Set = None,
    by: By = None,
    note: Note = "",
) -> int:
    """Open a deal.

    Example: milestonectl open ACME-14 --sale-type new-account --account "Acme Pumps" --amount 84000
    """
    gathered = gather_to_write(ctx)
    named = _new_id(gathered, answer(ctx, deal, "A name for the deal, as in ACME-14", "DEAL"))
    day = past_day(date)
    known = list(gathered.workspace.processes.versions)
    process = sale_type_process(gathered, answer(ctx, sale_type, "Which sale type", "--sale-type", known), day)
    buyer = answer(ctx, account, "Who is the buyer", "--account")
    person = writer(ctx, gathered, by)
    whose = known_person(gathered.workspace.team, owner or person)
    cells = deal_cells(gathered, amount, currency, close_date, set_ or [])
    row = Row(date=day.isoformat(), deal=named, event="opened", by=person, note=note)
    opened = row._replace(**cells, sale_type=process.name, account=buyer, owner=whose)
    return record(ctx, lambda fresh: Entry(_new_id(fresh, named), (opened,)))


def _new_id(gathered: Gathered, deal: str) -> str:
    if not _DEAL_ID.fullmatch(deal):
        raise UsageError(
            f'"{deal}" is no name for a deal: letters, digits and . _ / # -, beginning with a letter or digit'
        )
    taken = gathered.find(deal)
    if taken:
        raise UsageError(f"{taken.id} is open already; to change it: milestonectl change {taken.id}")
    return deal
