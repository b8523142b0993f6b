"""`export`: the ledger and its deals as files for other tools."""

import dataclasses
import enum
import sys
from pathlib import Path
from typing import Annotated

import typer

from milestonectl.commands.arguments import AskedRep, AskedSaleType
from milestonectl.commands.gather import Gathered, gather
from milestonectl.commands.people import reps_of
from milestonectl.commands.reading import warn
from milestonectl.deals.pipeline import Choice, chosen, positions
from milestonectl.exchange.exports.formats import BINARY, FORMATS, Contents
from milestonectl.exchange.exports.pseudonyms import pseudonymised
from milestonectl.files.outside import write_outside
from milestonectl.model.errors import UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Format(enum.StrEnum):
    """What to write; the names of systems stand for files that update their deals."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"
    XES = "xes"
    OCEL = "ocel"
    SALESFORCE = "salesforce"
    HUBSPOT = "hubspot"
    PIPEDRIVE = "pipedrive"
    DYNAMICS = "dynamics"


class What(enum.StrEnum):
    """Which table, where a format holds only one."""

    LEDGER = "ledger"
    DEALS = "deals"
    MILESTONES = "milestones"


@app.command()
def export(
    ctx: typer.Context,
    form: Annotated[Format, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(Format)}.")],
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Where to; else standard output.")] = None,
    what: Annotated[What, typer.Option("--what", help="The rows, or where deals or milestones stand.")] = What.LEDGER,
    rep: AskedRep = None,
    sale_type: AskedSaleType = None,
    pseudonymise: Annotated[
        bool, typer.Option("--pseudonymise", help="Other names for deals, accounts, contacts and reps; no notes.")
    ] = False,
) -> int:
    """Export the ledger, its deals or their milestones for other tools.

    A ledger comes back with import ledger, row by row the same.

    Example: milestonectl export xes deals.xes --sale-type renewal
    """
    gathered = gather(ctx)
    gathered = under_other_names(gathered, rep, sale_type) if pseudonymise else gathered
    content = FORMATS[form](contents(gathered, rep, sale_type), what)
    if file is None:
        print_bytes(content, form)
    else:
        write_outside(gathered.root, file, content)
    return warn(gathered)


def contents(gathered: Gathered, rep: str | None, sale_type: str | None) -> Contents:
    """The deals that are asked for, where they stand, and the rows of them that count by the day."""
    settings = gathered.workspace.settings
    deals = chosen(gathered.deals.values(), Choice(reps_of(gathered, rep), sale_type or "", outcome="all"))
    ids = {deal.id for deal in deals}
    everything = not rep and not sale_type
    seen = (row for row in gathered.workspace.rows if gathered.horizon.sees(row))
    rows = [row for row in seen if everything or row.deal in ids]
    return Contents(positions(deals, gathered.day, gathered.stall_limits), rows, settings.field_names, gathered.day)


def under_other_names(gathered: Gathered, rep: str | None, sale_type: str | None) -> Gathered:
    """The same workspace with every name replaced."""
    if rep or sale_type:
        raise UsageError("--pseudonymise replaces names in the whole ledger; leave out --rep and --sale-type")
    free = [field.name for field in gathered.workspace.settings.fields if field.type == "text" and not field.choices]
    rows = tuple(pseudonymised(gathered.workspace.rows, free))
    return Gathered(gathered.root, dataclasses.replace(gathered.workspace, rows=rows), gathered.horizon)


def print_bytes(content: bytes, form: Format) -> None:
    """On standard output, as it is."""
    if form not in BINARY:
        typer.echo(content.decode(), nl=False)
    elif sys.stdout.isatty():
        raise UsageError(f"{form} is not text: name a FILE")
    else:
        sys.stdout.buffer.write(content)
