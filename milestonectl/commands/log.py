"""`log`: a milestone with its evidence, through the gates."""

from collections.abc import Sequence
from typing import Annotated

import typer

from milestonectl.commands.arguments import AskedDeal, AskedMilestone, By, Note, OnDate
from milestonectl.commands.clock import past_day
from milestonectl.commands.entering import Form, enter
from milestonectl.commands.gather import Gathered
from milestonectl.commands.guiding import Answers, Question
from milestonectl.commands.questions import DAY, NOTE, deal_of, standing_of, which_deal, which_milestone
from milestonectl.commands.saying import milestone_named, proofs_of
from milestonectl.deals.deal import Deal
from milestonectl.deals.entry import Entry, Said, log_entry
from milestonectl.model.process import EvidenceDemand
from milestonectl.render.asks import demand_words
from milestonectl.render.words import inert

app = typer.Typer(add_completion=False, rich_markup_mode=None)


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

    Example: milestonectl log ACME-14 proof --evidence email:2f9c --contact Roe
    """
    first, *more = evidence or [""]

    def build(gathered: Gathered, answers: Answers, person: str) -> Entry:
        return _entry(gathered, {**answers, "override": override}, more, person)

    known = {"deal": deal, "milestone": milestone, "date": date, "evidence": first, "contact": contact}
    form = Form("Log a milestone.", _questions, build)
    return enter(ctx, form, by, known | {"role": role, "note": note})


def _entry(gathered: Gathered, answers: Answers, more: Sequence[str], person: str) -> Entry:
    found = deal_of(gathered, answers)
    target = milestone_named(found, answers["milestone"])
    proofs = proofs_of(gathered.root, [text for text in (answers["evidence"], *more) if text])
    contact, role, note, override = (answers[name] for name in ("contact", "role", "note", "override"))
    said = Said(past_day(answers["date"]), person, proofs, contact, role, note, override)
    return log_entry(found, target.id, said, enforce=gathered.workspace.settings.gates == "enforce")


def _questions(gathered: Gathered, person: str) -> Sequence[Question]:
    def demand(answers: Answers) -> EvidenceDemand:
        return standing_of(gathered, answers).milestone.evidence

    return (
        which_deal(gathered, person),
        which_milestone(gathered),
        DAY,
        Question(
            "evidence",
            "Evidence, as KIND:REF",
            lambda _answers, text: proofs_of(gathered.root, [text] if text else []),
            choices=lambda answers: [f"{kind}:" for kind in demand(answers).kinds],
            hint=lambda answers: f"Asked for: {demand_words(demand(answers))}.",
        ),
        Question("contact", "Who at the buyer", choices=lambda answers: _contacts(deal_of(gathered, answers))),
        Question(
            "role",
            "Their role",
            default=lambda answers: next(iter(demand(answers).roles), ""),
            choices=lambda answers: demand(answers).roles,
        ),
        NOTE,
    )


def _contacts(deal: Deal) -> list[str]:
    names = (item.contact for achievement in deal.achievements.values() for item in achievement.evidence)
    return [inert(name) for name in dict.fromkeys(names) if name]
