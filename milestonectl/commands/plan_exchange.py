"""`plan export` and `plan import`: the mutual plan goes to the buyer, and their confirmations come back."""

import enum
import functools
import hashlib
from pathlib import Path
from typing import Annotated

import typer

from milestonectl.commands.arguments import By, DealId
from milestonectl.commands.clock import now
from milestonectl.commands.gather import Gathered, gather
from milestonectl.commands.people import writer
from milestonectl.commands.recording import gather_to_write, record
from milestonectl.commands.saying import proofs_of
from milestonectl.deals.entry import Entry, Proof, Said, log_entry
from milestonectl.deals.pipeline import position
from milestonectl.exchange.plans.answers import Answer, Confirmation, read_answer
from milestonectl.exchange.plans.pages import PAGES
from milestonectl.exchange.plans.plan import plan_of
from milestonectl.files.outside import write_outside
from milestonectl.model.errors import Exit, UsageError
from milestonectl.render.words import inert


class PlanFormat(enum.StrEnum):
    """How a plan is written."""

    MARKDOWN = "markdown"
    XLSX = "xlsx"
    ICS = "ics"


_BY_SUFFIX = {".md": PlanFormat.MARKDOWN, ".xlsx": PlanFormat.XLSX, ".ics": PlanFormat.ICS}


def export_plan(
    ctx: typer.Context,
    deal: DealId,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Where to: .md, .xlsx or .ics.")] = None,
    output: Annotated[PlanFormat | None, typer.Option("-o", "--output", help="Else by the file's name.")] = None,
) -> int:
    """Write the plan to share with the buyer: what is left, who does it, until when. Nothing internal is in it.

    Example: milestonectl plan export ACME-14 acme-plan.xlsx
    """
    gathered = gather(ctx)
    form = output or _BY_SUFFIX.get(file.suffix.lower() if file else ".md", PlanFormat.MARKDOWN)
    found = position(gathered.deal(deal), gathered.day, gathered.stall_limits)
    plan = plan_of(found, gathered.workspace.team, gathered.day)
    content = PAGES[form](plan)
    if file is not None:
        write_outside(gathered.root, file, content)
    elif form is PlanFormat.XLSX:
        raise UsageError("a workbook is not text: name a FILE")
    else:
        typer.echo(content.decode(), nl=False)
    return Exit.FINE


def import_plan(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The plan as it came back: Markdown, .xlsx or CSV.")],
    evidence: Annotated[
        str, typer.Option("--evidence", metavar="KIND:REF", help="How it came back, as email:2f9c; else the file.")
    ] = "",
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="The role of whoever confirmed.")] = "",
    by: By = None,
) -> int:
    """Record what the buyer confirms in a plan, through the gates, as evidence from the buyer.

    Example: milestonectl plan import acme-plan.xlsx --evidence email:2f9c
    """
    gathered = gather_to_write(ctx)
    person = writer(ctx, gathered, by)
    answer = read_answer(file, gathered.day)
    proof = proofs_of(gathered.root, [evidence])[0] if evidence else _file_proof(file)
    new = [one for one in answer.confirmations if not _is_known(gathered, one)]
    codes = [record(ctx, functools.partial(_entry, one=one, proof=proof, role=role, by=person)) for one in new]
    return max([_told(answer, len(new)), *codes])


def _file_proof(file: Path) -> Proof:
    return Proof("document", file.name, hashlib.sha256(file.read_bytes()).hexdigest())


def _is_known(gathered: Gathered, one: Confirmation) -> bool:
    """Whether this person's word on this milestone is on record: importing a plan again records nothing twice."""
    achieved = gathered.deal(one.deal).achievements.get(one.milestone)
    return achieved is not None and any(item.contact == one.contact for item in achieved.evidence)


def _entry(gathered: Gathered, one: Confirmation, proof: Proof, role: str, by: str) -> Entry:
    deal = gathered.deal(one.deal)
    if deal.process is None or deal.process.milestone(one.milestone) is None:
        return Entry(deal.id, refusal=f'line {one.line}: {deal.id} has no milestone "{one.milestone}"')
    if one.day > now().date():
        return Entry(
            deal.id, refusal=f"line {one.line}: {one.milestone} cannot be done on {one.day}, which is yet to come"
        )
    said = Said(one.day, by, (proof,), one.contact, role or _known_role(gathered, one))
    return log_entry(deal, one.milestone, said, enforce=gathered.workspace.settings.gates == "enforce")


def _known_role(gathered: Gathered, one: Confirmation) -> str:
    """The role in which this person appears in the deal."""
    achieved = gathered.deal(one.deal).achievements.values()
    return next((i.role for a in achieved for i in a.evidence if i.contact == one.contact and i.role), "")


def _told(answer: Answer, new: int) -> int:
    for problem in answer.problems:
        typer.echo(inert(f"{problem.place}: {problem.name}: {problem.message}\n  = {problem.hint}"), err=True)
    if not new and not answer.problems:
        typer.echo("The plan confirms nothing that is not on record.")
    return Exit.PROBLEMS if answer.problems else Exit.FINE
