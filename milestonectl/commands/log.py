"""`log`: a milestone with its evidence, through the gates."""

from typing import Annotated, NamedTuple

import typer

from milestonectl.commands.arguments import AskedDeal, AskedMilestone, By, Note, OnDate
from milestonectl.commands.asking import can_ask
from milestonectl.commands.clock import past_day
from milestonectl.commands.gather import Gathered
from milestonectl.commands.guiding import Answers
from milestonectl.commands.logging_guide import guided_answers
from milestonectl.commands.people import writer
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.commands.saying import milestone_named, proofs_of
from milestonectl.deals.entry import Entry, Said, log_entry
from milestonectl.model.errors import Exit, UsageError
from milestonectl.render.recorded import entry_preview

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Told(NamedTuple):
    """What is to be logged, as it was told: on the command line or answer by answer."""

    deal: str
    milestone: str
    date: str
    evidence: tuple[str, ...]
    contact: str
    role: str
    note: str
    override: str


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
    """Log a milestone, with its evidence, through the gates.

    A further log of it adds evidence. Asks when no milestone is named.

    Example: milestonectl log ACME-14 proof --evidence email:2f9c --contact "J. Roe" --role economic-buyer
    """
    gathered = gather_to_write(ctx)
    person = writer(ctx, gathered, by)
    told = Told(deal or "", milestone or "", date, tuple(evidence or ()), contact, role, note, override)
    if not (deal and milestone):
        told = _asked(ctx, gathered, told, person)
    if not told.deal:
        typer.echo("Nothing was written.")
        return Exit.FINE
    return record(ctx, lambda fresh: _entry(fresh, told, person))


def _entry(gathered: Gathered, told: Told, person: str) -> Entry:
    deal = gathered.deal(told.deal)
    target = milestone_named(deal, told.milestone)
    proofs = proofs_of(gathered.root, list(told.evidence))
    said = Said(past_day(told.date), person, proofs, told.contact, told.role, told.note, told.override)
    return log_entry(deal, target.id, said, enforce=gathered.workspace.settings.gates == "enforce")


def _asked(ctx: typer.Context, gathered: Gathered, told: Told, person: str) -> Told:
    """What is told after asking for it; without a deal when it is not to be written."""
    if not can_ask(ctx):
        missing = "MILESTONE" if told.deal else "DEAL"
        raise UsageError(f"{missing} is missing, as in: milestonectl log ACME-14 proof")

    def preview(answers: Answers) -> str:
        return entry_preview(_entry(gathered, _with_answers(told, answers), person))

    known = {name: value for name, value in told._asdict().items() if isinstance(value, str)}
    answers = guided_answers(gathered, person, known | {"evidence": next(iter(told.evidence), "")}, preview)
    return _with_answers(told, answers) if answers["write"] == "y" else told._replace(deal="")


def _with_answers(told: Told, answers: Answers) -> Told:
    evidence = (answers["evidence"],) if answers["evidence"] else ()
    return Told(
        answers["deal"], answers["milestone"], answers["date"], (*evidence, *told.evidence[1:]),
        answers["contact"], answers["role"], answers["note"], told.override,
    )  # fmt: skip
