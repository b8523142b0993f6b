"""What to ask for next, deal by deal."""

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from milestonectl.deals.ask import fitting_plays, known_people
from milestonectl.deals.chances import Chances
from milestonectl.deals.pipeline import Position
from milestonectl.deals.prospect import Prospect, latest_start
from milestonectl.deals.urgency import is_overdue, promised
from milestonectl.model.money import Money
from milestonectl.render.asks import log_command, person_words
from milestonectl.render.deals import deal_document
from milestonectl.render.screen import Column, Command, Facts, Line, Records, Screen, Span, Table
from milestonectl.render.show import remaining_document
from milestonectl.render.words import chance_words, day, full_day, listed, plural, short_money, weekday

_COLUMNS = (
    Column("Deal"),
    Column("Account", drop=1, shrink=True, least=10),
    Column("Ask for", shrink=True),
    Column("Promised", right=True),
    Column("Start by", right=True, drop=2),
    Column("Close", right=True, drop=4),
    Column("Amount", right=True, drop=5),
    Column("In time", right=True),
    Column("Worth", right=True, drop=6),
    Column("A week costs", right=True, drop=3),
    Column("", shrink=True),
)
_RECORDS = (
    "deal", "account", "owner", "milestone", "side", "promised", "close_date", "amount", "currency", "question",
    "chance_in_time", "value", "lost_by_waiting_a_week", "days_needed", "days_left",
)  # fmt: skip


class Ask(NamedTuple):
    """A deal that waits for something, and what it promises for this period."""

    position: Position
    prospect: Prospect


def next_screen(asks: Sequence[Ask], today: datetime.date, chances: Chances | None) -> Screen:
    """The next ask of every deal, in the order given."""
    document = {
        "schema": "milestonectl/next/1",
        "as_of": today.isoformat(),
        "chances_learned_by": chances.learned.isoformat() if chances else None,
        "deals": [_document(ask, today) for ask in asks],
    }
    heading = Span(f"What to ask for on {weekday(today)}: {plural(len(asks), 'open deal')}", "bold")
    if not asks:
        lines: list[Line | Table] = [heading, "", " Nothing is waiting. Open a deal with: milestonectl open DEAL"]
        return Screen(lines, document, Records(_RECORDS, []))
    blocks = [heading, "", *_tables(asks, today), *_reading(asks, today, chances), "", *_first(asks[0])]
    return Screen(blocks, document, Records(_RECORDS, [_record(ask) for ask in asks]), "Next asks")


def _tables(asks: Sequence[Ask], today: datetime.date) -> list[Line | Table]:
    pressing = [ask for ask in asks if not is_overdue(ask.position, today)]
    overdue = [ask for ask in asks if is_overdue(ask.position, today)]
    blocks: list[Line | Table] = []
    if pressing:
        blocks.append(Table(_COLUMNS, [_row(ask, today) for ask in pressing]))
    if overdue:
        heading = Span("Overdue by more than a week: promise a new day, or close the deal", "bold")
        blocks += [*([""] if pressing else []), heading, Table(_COLUMNS, [_row(ask, today) for ask in overdue])]
    return blocks


def _reading(asks: Sequence[Ask], today: datetime.date, chances: Chances | None) -> list[Line | Table]:
    """What the figures mean and where they come from."""
    if chances is None:
        return []
    by = day(asks[0].prospect.by, today)
    lines: list[Line | Table] = [
        "",
        f" In time: chance to be won by {by}, as known on {full_day(chances.learned)};",
        " + what remains usually takes longer. Worth: amount times chance.",
        " A week costs: what that loses if nothing happens for seven days.",
    ]
    driven = sorted({ask.position.deal.sale_type for ask in asks if ask.prospect.prior_driven})
    if driven:
        lines.append(Span(f" Rather from the process than from history: {listed(driven)}.", "warning"))
    return lines


def _first(ask: Ask) -> list[Line | Table]:
    """The first ask in detail: what to ask, send and do, and of whom."""
    found = ask.position
    upcoming = found.progress.next[0]
    play = next(iter(fitting_plays(upcoming.milestone, found.deal)), None)
    told: list[tuple[str, Sequence[str]]] = [("Who", [person_words(p) for p in known_people(upcoming, found.deal)[:1]])]
    if play:
        told += [("Ask", play.ask), ("Send", play.send), ("Do", play.do)]
    rows: list[list[Line]] = [[Span("First", "bold"), Span(f"{found.deal.id}: {upcoming.milestone.title}", "bold")]]
    rows += [[label, texts[0]] for label, texts in told if texts]
    rows.append(["Log it", Command(log_command(found.deal.id, upcoming))])
    rows.append(["Detail", Command(f"milestonectl next {found.deal.id}")])
    return [Table([Column(""), Column("", wrap=True)], rows)]


def _row(ask: Ask, today: datetime.date) -> list[Line]:
    found, ahead = ask
    deal, upcoming = found.deal, found.progress.next[0]
    promise, start = promised(found), latest_start(found, upcoming)
    return [
        deal.id,
        deal.account,
        f"{upcoming.milestone.title} ({upcoming.milestone.side})",
        day(promise, today) if promise else "",
        day(start, today) if start else "",
        day(deal.close_date, today) if deal.close_date else "",
        short_money(deal.amount) if deal.amount else "",
        "" if ahead.chance is None else chance_words(ahead.chance) + (" " if ahead.fits else "+"),
        _worth(ahead.value),
        _worth(ahead.lost_by_waiting),
        Facts([flag.name.replace("-", " ") for flag in found.flags], "warning"),
    ]


def _worth(money: Money | None) -> str:
    """Nothing for less than one unit."""
    return short_money(money) if money and money.amount >= 1 else ""


def prospect_lines(ask: Ask, chances: Chances | None) -> list[Line | Table]:
    """One deal's prospect for the period in words."""
    ahead = ask.prospect
    by = full_day(ahead.by)
    usual = f"what remains usually takes {plural(ahead.days_needed, 'day')} of {ahead.days_left}"
    fits = "fits this quarter" if ahead.fits else "does not fit this quarter at the usual pace"
    odds = f" (it does in {chance_words(ahead.fit)} of cases)" if ahead.days_needed else ""
    rows: list[list[Line]] = [["In time", f"{fits}: {usual} to {by}{odds}"]]
    if ahead.chance is None or chances is None:
        rows.append(["Chance", ["not known yet: ", Command("milestonectl next")]])
        return [Table([Column(""), Column("", wrap=True)], rows)]
    worth = _worth(ahead.value)
    rows.append(["Chance", f"{chance_words(ahead.chance)} to be won by then" + (f", worth {worth}" if worth else "")])
    if costs := _worth(ahead.lost_by_waiting):
        rows.append(["Waiting", f"a week without progress costs {costs} of that"])
    source = "the process, as there is little history" if ahead.prior_driven else "history"
    rows.append(["", Span(f"from {source}, as known on {full_day(chances.learned)}", "")])
    rows.append(["Why", Command(f"milestonectl forecast --explain {ask.position.deal.id}")])
    return [Table([Column(""), Column("", wrap=True)], rows)]


def _document(ask: Ask, today: datetime.date) -> dict[str, Any]:
    found, ahead = ask
    upcoming = found.progress.next[0]
    people = [{"contact": who.contact, "role": who.role} for who in known_people(upcoming, found.deal)]
    return deal_document(found) | {
        "overdue": is_overdue(found, today),
        "ask": remaining_document(upcoming, found) | {"people": people},
        "in_time": {
            "by": ahead.by.isoformat(),
            "days_left": ahead.days_left,
            "days_needed": ahead.days_needed,
            "fits": ahead.fits,
            "chance_to_fit": round(ahead.fit, 4),
            "chance": None if ahead.chance is None else round(ahead.chance, 4),
            "value": _number(ahead.value),
            "lost_by_waiting_a_week": _number(ahead.lost_by_waiting),
            "prior_driven": ahead.prior_driven,
        },
    }


def _number(money: Money | None) -> float | None:
    return None if money is None else float(money.amount)


def _record(ask: Ask) -> list[str]:
    found, ahead = ask
    deal, upcoming = found.deal, found.progress.next[0]
    question = next((q for play in fitting_plays(upcoming.milestone, deal) for q in play.ask), "")
    cells = [
        deal.id, deal.account, deal.owner, upcoming.milestone.id, upcoming.milestone.side,
        upcoming.planned.date if upcoming.planned else "", deal.close_date or "",
        deal.amount.amount if deal.amount else "", deal.currency, question,
        "" if ahead.chance is None else f"{ahead.chance:.4f}",
        ahead.value.amount if ahead.value else "", ahead.lost_by_waiting.amount if ahead.lost_by_waiting else "",
        ahead.days_needed, ahead.days_left,
    ]  # fmt: skip
    return [str(cell) for cell in cells]
