"""The pipeline: where every deal stands."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from milestonectl.deals.pipeline import Position, Total, totals_by_currency
from milestonectl.history.outlook import Outlook
from milestonectl.model.money import totals
from milestonectl.render.deals import amount_number, deal_document
from milestonectl.render.marks import legend, track, track_words
from milestonectl.render.screen import Column, Command, Facts, Line, Records, Screen, Span, Table
from milestonectl.render.words import day, listed, plural, short_money, weekday

_COLUMNS = (
    Column("Deal"),
    Column("Account", drop=2, shrink=True, least=10),
    Column("Stage", drop=3, shrink=True, least=10),
    Column("Proof"),
    Column("Next ask", shrink=True, least=24),
    Column("Idle", right=True),
    Column("Amount", right=True),
    Column("Close", right=True, drop=1),
    Column("", shrink=True),
)
_RECORDS = (
    "deal", "account", "sale_type", "owner", "outcome", "stage", "milestones", "achieved", "required",
    "next", "idle_days", "amount", "currency", "close_date", "unproven", "out_of_order", "flags",
)  # fmt: skip


@dataclass(frozen=True)
class Status:
    """What `status` found."""

    day: datetime.date
    whose: str
    """Whose pipeline it is, as `Dana's pipeline`."""
    positions: Sequence[Position]
    totals: Sequence[Total]
    """Of all deals of those reps and that sale type, whatever their outcome and stage."""
    outcome: str
    groups: dict[str, list[Position]]
    """By group, when one was asked for."""
    currency: str
    outlook: Sequence[Line] = ()
    """Lines on the period: won so far, milestones a week by the rule of two."""
    asked_for: str = ""
    """The flags that choose the same deals in `next`."""


def status_screen(status: Status) -> Screen:
    """The pipeline as a screen."""
    body = _groups(status) if status.groups else _deals(status)
    document: dict[str, Any] = {
        "schema": "milestonectl/status/1",
        "as_of": status.day.isoformat(),
        "deals": [deal_document(found) for found in status.positions],
        "totals": [_total_document(total) for total in status.totals],
    }
    if status.groups:
        document["groups"] = [_group_document(name, found, status) for name, found in status.groups.items()]
    records = _group_records(status) if status.groups else _deal_records(status)
    return Screen([_heading(status), *body, *_footer(status)], document, records, status.whose)


def _heading(status: Status) -> Line:
    count = plural(len(status.positions), "deal" if status.outcome == "all" else f"{status.outcome} deal")
    amounts = listed(
        [short_money(amount) for amount in totals(p.deal.amount for p in status.positions if p.deal.amount).values()]
    )
    where = f"{status.whose} on {weekday(status.day)}: "
    return [Span(where, "bold"), Span(f"{count}, {amounts}" if amounts else count, "bold")]


def _deals(status: Status) -> list[Line | Table]:
    if not status.positions:
        return [
            "",
            " No deals to show. All there are: milestonectl status --outcome all",
            " To open one: milestonectl open DEAL",
        ]
    rows = [_row(found, status.day) for found in status.positions]
    return ["", Table(_COLUMNS, rows), "", legend(found.progress for found in status.positions)]


def _row(found: Position, today: datetime.date) -> list[Line]:
    deal = found.deal
    upcoming = found.progress.next if deal.outcome == "open" else ()
    side = f" ({upcoming[0].milestone.side})" if upcoming and upcoming[0].milestone.side != "seller" else ""
    return [
        deal.id,
        deal.account,
        found.stage_title,
        track(found.progress),
        f"{upcoming[0].milestone.title}{side}" if upcoming else "",
        f"{found.idle}d" if deal.outcome == "open" else "",
        short_money(deal.amount) if deal.amount else "",
        day(deal.close_date, today) if deal.close_date else "",
        Facts(_notes(found), "warning"),
    ]


def _notes(found: Position) -> list[str]:
    """Flags and other facts that need a look, the shortest words that say it."""
    facts = [flag.name.replace("-", " ") for flag in found.flags]
    if found.progress.unproven:
        facts.append(f"{len(found.progress.unproven)} unproven")
    if found.progress.out_of_order:
        facts.append(f"{len(found.progress.out_of_order)} out of order")
    return facts


def _groups(status: Status) -> list[Line | Table]:
    columns = (
        Column("Group", shrink=True), Column("Open", right=True), Column("Open amount", shrink=True), Column("Won", right=True),
        Column("Won amount", shrink=True, drop=3), Column("Lost", right=True, drop=1), Column("Flagged", right=True),
        Column("Unproven", right=True, drop=2),
    )  # fmt: skip
    return ["", Table(columns, [_group_row(name, found, status) for name, found in status.groups.items()]), ""]


def _group_row(name: str, found: list[Position], status: Status) -> list[Line]:
    totals = totals_by_currency((p.deal for p in found), status.currency)

    def counted(outcome: str, number: int) -> str:
        return str(number) if status.outcome in (outcome, "all") else ""

    return [
        name or "none",
        counted("open", sum(total.open_deals for total in totals)),
        listed([short_money(total.open_amount) for total in totals if total.open_amount.minor]),
        counted("won", sum(total.won_deals for total in totals)),
        listed([short_money(total.won_amount) for total in totals if total.won_amount.minor]),
        counted("lost", sum(total.lost_deals for total in totals)),
        str(sum(bool(p.flags) for p in found)),
        str(sum(bool(p.progress.unproven) for p in found)),
    ]


def _footer(status: Status) -> list[Line]:
    return [*status.outlook, [" What to do today: ", Command(f"milestonectl next{status.asked_for}")]]


def outlook_lines(ahead: Outlook) -> list[Line]:
    """The quarter: `Won this quarter USD 410K of 600K`, and `1.6 of 2.0 milestones a week by the rule of two`.

    What history says instead is told by `pace`, which reads all of it.
    """
    pairs = zip(ahead.won, ahead.target, strict=True)
    won = listed([f"{short_money(got)} of {short_money(of).partition(' ')[2]}" for got, of in pairs])
    weekly = f" {ahead.so_far:.1f} of {ahead.required:.1f} milestones a week by the rule of two; history: "
    return [f" Won this quarter {won}.", [weekly, Command("milestonectl pace")]]


def _deal_records(status: Status) -> Records:
    return Records(_RECORDS, [_record(found) for found in status.positions])


def _record(found: Position) -> list[str]:
    fields = deal_document(found)
    cells = fields | {
        "stage": found.stage_title,
        "milestones": track_words(found.progress),
        "idle_days": found.idle,
        "next": ",".join(fields["next"]),
        "unproven": ",".join(fields["unproven"]),
        "out_of_order": ",".join(fields["out_of_order"]),
        "flags": ",".join(fields["flags"]),
        "amount": found.deal.amount.amount if found.deal.amount else "",
    }
    return [str(cells[column] if cells[column] is not None else "") for column in _RECORDS]


def _group_document(name: str, found: list[Position], status: Status) -> dict[str, Any]:
    """One group of `status --by`: its deals by id, and its totals."""
    totals = totals_by_currency((p.deal for p in found), status.currency)
    return {
        "group": name,
        "deals": [p.deal.id for p in found],
        "totals": [_total_document(total) for total in totals],
    }


def _group_records(status: Status) -> Records:
    columns = ("group", "currency", "open_deals", "open_amount", "won_deals", "won_amount", "lost_deals")
    rows = [
        [name, *(str(cell) for cell in _total_document(total).values())]
        for name, found in status.groups.items()
        for total in totals_by_currency((p.deal for p in found), status.currency)
    ]
    return Records(columns, rows)


def _total_document(total: Total) -> dict[str, Any]:
    return {
        "currency": total.currency,
        "open_deals": total.open_deals,
        "open_amount": amount_number(total.open_amount),
        "won_deals": total.won_deals,
        "won_amount": amount_number(total.won_amount),
        "lost_deals": total.lost_deals,
    }
