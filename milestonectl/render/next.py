"""What to ask for next, deal by deal."""

import datetime
from collections.abc import Sequence
from typing import Any

from milestonectl.deals.ask import fitting_plays
from milestonectl.deals.pipeline import Position
from milestonectl.deals.urgency import is_overdue, promised
from milestonectl.render.asks import log_command
from milestonectl.render.deals import deal_document
from milestonectl.render.screen import Column, Command, Facts, Line, Records, Screen, Span, Table
from milestonectl.render.show import remaining_document
from milestonectl.render.words import day, plural, short_money, weekday

_COLUMNS = (
    Column("Deal"),
    Column("Account", drop=1, shrink=True, least=10),
    Column("Ask for", shrink=True),
    Column("Promised", right=True),
    Column("Close", right=True, drop=2),
    Column("Amount", right=True, drop=3),
    Column("", shrink=True),
)
_RECORDS = ("deal", "account", "owner", "milestone", "side", "promised", "close_date", "amount", "currency", "question")


def next_screen(found: Sequence[Position], today: datetime.date) -> Screen:
    """The next ask of every deal, the most pressing first."""
    document = {
        "schema": "milestonectl/next/1",
        "as_of": today.isoformat(),
        "deals": [_document(p, today) for p in found],
    }
    heading = Span(f"What to ask for on {weekday(today)}: {plural(len(found), 'open deal')}", "bold")
    blocks: list[Line | Table] = [heading, ""]
    if not found:
        return Screen(
            [heading, "", " Nothing is waiting. Open a deal with: milestonectl open DEAL"],
            document,
            Records(_RECORDS, []),
        )
    pressing = [p for p in found if not is_overdue(p, today)]
    overdue = [p for p in found if is_overdue(p, today)]
    if pressing:
        blocks.append(Table(_COLUMNS, [_row(p, today) for p in pressing]))
    if overdue:
        heading = Span("Overdue by more than a week: promise a new day, or close the deal", "bold")
        blocks += [*([""] if pressing else []), heading, Table(_COLUMNS, [_row(p, today) for p in overdue])]
    first = found[0]
    blocks += [
        "",
        f" In detail: milestonectl next {first.deal.id}",
        [" Log it:    ", Command(log_command(first.deal.id, first.progress.next[0]))],
    ]
    return Screen(blocks, document, Records(_RECORDS, [_record(p) for p in found]), "Next asks")


def _row(found: Position, today: datetime.date) -> list[Line]:
    deal, upcoming = found.deal, found.progress.next[0]
    promise = promised(found)
    return [
        deal.id,
        deal.account,
        f"{upcoming.milestone.title} ({upcoming.milestone.side})",
        day(promise, today) if promise else "",
        day(deal.close_date, today) if deal.close_date else "",
        short_money(deal.amount) if deal.amount else "",
        Facts([flag.name.replace("-", " ") for flag in found.flags], "warning"),
    ]


def _document(found: Position, today: datetime.date) -> dict[str, Any]:
    upcoming = found.progress.next[0]
    return deal_document(found) | {
        "overdue": is_overdue(found, today),
        "ask": remaining_document(upcoming, found.deal),
    }


def _record(found: Position) -> list[str]:
    deal, upcoming = found.deal, found.progress.next[0]
    question = next((q for play in fitting_plays(upcoming.milestone, deal) for q in play.ask), "")
    cells = [
        deal.id, deal.account, deal.owner, upcoming.milestone.id, upcoming.milestone.side,
        upcoming.planned.date if upcoming.planned else "", deal.close_date or "",
        deal.amount.amount if deal.amount else "", deal.currency, question,
    ]  # fmt: skip
    return [str(cell) for cell in cells]
