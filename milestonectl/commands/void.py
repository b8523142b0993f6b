"""`void`: a row that does not count."""

from typing import Annotated

import typer

from milestonectl.commands.arguments import By, Reason
from milestonectl.commands.asking import answer
from milestonectl.commands.clock import now
from milestonectl.commands.gather import Gathered
from milestonectl.commands.people import writer
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.deals.entry import Entry
from milestonectl.deals.fold import separate_voided
from milestonectl.model.errors import UsageError
from milestonectl.model.row import Row, fingerprint

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def void(
    ctx: typer.Context,
    row_id: Annotated[str, typer.Argument(metavar="ID", help="The row's id, or enough of its beginning.")],
    reason: Reason = None,
    by: By = None,
) -> int:
    """Void a row of the ledger, with a reason.

    It stays on record and counts no more.

    Example: milestonectl void 8c1f0d2 --reason "logged on the wrong deal"
    """
    gathered = gather_to_write(ctx)
    target = row_of_id(gathered, row_id)
    why = answer(ctx, reason, "Why does it not count", "--reason")
    person, day = writer(ctx, gathered, by), now().date().isoformat()
    row = Row(date=day, deal=target.deal, event="voided", by=person, ref=target.id, reason=why)
    return record(ctx, lambda fresh: _unless_voided(fresh, target, row))


def _unless_voided(fresh: Gathered, target: Row, row: Row) -> Entry:
    _, voided = separate_voided(fresh.workspace.rows)
    if target.id in {other.id for other in voided}:
        return Entry(target.deal, refusal=f"Row {target.id[:7]} is voided already.")
    return Entry(target.deal, (row,))


def row_of_id(gathered: Gathered, start: str) -> Row:
    """The row whose id begins so."""
    if len(start) < 4:
        raise UsageError(f'"{start}" is too short: write at least four characters of the id')
    found = [row for row in gathered.workspace.rows if (row.id or fingerprint(row)).startswith(start.lower())]
    ids = {row.id for row in found}
    if not ids:
        raise UsageError(f'no row has an id that begins with "{start}"; milestonectl show DEAL lists them')
    if len(ids) > 1:
        raise UsageError(f'{len(ids)} rows have ids that begin with "{start}": {", ".join(sorted(ids))}')
    if not found[0].id:
        raise UsageError(f"the row at {found[0].file}:{found[0].line} has no id yet; stamp it with: milestonectl seal")
    return found[0]
