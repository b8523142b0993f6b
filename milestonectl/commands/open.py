"""`open`: a new deal."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from milestonectl.commands.arguments import AskedSaleType, By, CloseDate, Currency, Note, OnDate, Set
from milestonectl.commands.clock import past_day
from milestonectl.commands.entering import Form, enter
from milestonectl.commands.gather import Gathered, sale_type_process
from milestonectl.commands.guiding import Answers, Question
from milestonectl.commands.people import known_person
from milestonectl.commands.questions import DAY, NOTE
from milestonectl.commands.saying import deal_cells, fields_of
from milestonectl.deals.entry import Entry
from milestonectl.model.errors import UsageError
from milestonectl.model.row import Row
from milestonectl.model.settings import DealField

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_SET = "--set "
"""Before the name of a declared field among the answers."""
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

    Example: milestonectl open ACME-14 --sale-type new-account --account Acme
    """
    known = {"deal": deal, "sale_type": sale_type, "account": account, "amount": amount, "currency": currency}
    known |= {"close_date": close_date, "owner": owner, "date": date, "note": note}

    def build(gathered: Gathered, answers: Answers, person: str) -> Entry:
        return _entry(gathered, answers, set_ or [], person)

    return enter(ctx, Form("Open a deal.", _questions, build), by, known)


def _questions(gathered: Gathered, person: str) -> Sequence[Question]:
    team, settings = gathered.workspace.team, gathered.workspace.settings
    return (
        Question("deal", "A name for the deal, as in ACME-14", lambda _, text: _new_id(gathered, text), flag="DEAL"),
        Question(
            "sale_type",
            "Sale type",
            lambda _, text: sale_type_process(gathered, text, gathered.day),
            choices=lambda _: list(gathered.workspace.processes.versions),
            hint=lambda _: f"One of {', '.join(gathered.workspace.processes.versions)}.",
            flag="--sale-type",
        ),
        Question("account", "Who is the buyer", flag="--account"),
        Question("amount", "Amount, as in 84000", lambda _, text: deal_cells(gathered, text, "", "", [])),
        Question(
            "currency",
            "Currency",
            lambda answers, text: deal_cells(gathered, answers["amount"], text, "", []),
            lambda answers: settings.currency if answers["amount"] else "",
        ),
        Question("close_date", "Expected to sign on", lambda _, text: deal_cells(gathered, "", "", text, [])),
        *(_declared(gathered, field) for field in settings.fields),
        Question(
            "owner",
            "Whose deal",
            lambda _, text: known_person(team, text),
            lambda _: person,
            lambda _: list(team.people),
        ),
        replace(DAY, words="Open since"),
        NOTE,
    )


def _declared(gathered: Gathered, field: DealField) -> Question:
    """The question for an extra field of this workspace."""

    def check(_answers: Answers, text: str) -> object:
        return fields_of([f"{field.name}={text}"] if text else [], gathered.workspace.settings)

    hint = f"One of {', '.join(field.choices)}." if field.choices else ""
    return Question(_SET + field.name, field.name, check, choices=lambda _: field.choices, hint=lambda _: hint)


def _entry(gathered: Gathered, answers: Answers, set_: Sequence[str], person: str) -> Entry:
    day, team = past_day(answers["date"]), gathered.workspace.team
    named, process = _new_id(gathered, answers["deal"]), sale_type_process(gathered, answers["sale_type"], day)
    told = [f"{name.removeprefix(_SET)}={text}" for name, text in answers.items() if name.startswith(_SET) and text]
    cells = deal_cells(gathered, answers["amount"], answers["currency"], answers["close_date"], [*set_, *told])
    row = Row(date=day.isoformat(), deal=named, event="opened", by=person, note=answers["note"])
    whose = known_person(team, answers["owner"] or person)
    return Entry(named, (row._replace(**cells, sale_type=process.name, account=answers["account"], owner=whose),))


def _new_id(gathered: Gathered, deal: str) -> str:
    if not _DEAL_ID.fullmatch(deal):
        raise UsageError(
            f'"{deal}" is no name for a deal: letters, digits and . _ / # -, beginning with a letter or digit'
        )
    taken = gathered.find(deal)
    if taken:
        raise UsageError(f"{taken.id} is open already; to change it: milestonectl change {taken.id}")
    return deal
