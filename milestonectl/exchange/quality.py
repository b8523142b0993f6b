"""What an import shows about the data it came from: facts to know before trusting a rate, with example deals."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress

from milestonectl.model.imported import Quality
from milestonectl.model.row import Rows

EXAMPLES = 3
LONGEST = 60
"""Characters of an example."""
BOOKED_AFTERWARDS_DAYS = 2


MESSAGES = {
    "no-amount": "deals without an amount",
    "booked-afterwards": f"deals won within {BOOKED_AFTERWARDS_DAYS} days: booked afterwards",
    "reopened": "deals that came back after their end",
    "repeated": "deals with a milestone achieved again",
    "after-the-end": "deals with milestones after the end",
    "same-moment": "deals with records of one moment, kept in order",
    "no-milestone": "deals known only by their opening or end",
}


def quality_of(shown: Mapping[str, Sequence[str]]) -> list[Quality]:
    """The facts that some deals show, in the order of `MESSAGES`."""
    return [fact(name, message, shown[name]) for name, message in MESSAGES.items() if shown.get(name)]


def fact(name: str, message: str, found: Iterable[str]) -> Quality:
    """A fact with how often it was seen, and the first few places."""
    listed = list(dict.fromkeys(found))
    return Quality(name, message, len(listed), tuple(one[:LONGEST] for one in listed[:EXAMPLES]))


def facts_of(rows: Rows, deals: Collection[str], wins: frozenset[str]) -> dict[str, list[str]]:
    """What deals show by their rows, each deal's together and in time: the deals of each fact, some more than once."""
    deal_of = rows.column("deal")
    valued = frozenset(compress(deal_of, rows.column("amount")))
    shown, on_the_way = _shown_by_events(rows, wins)
    shown["no-amount"] = [deal for deal in deals if deal not in valued]
    shown["no-milestone"] = [deal for deal in deals if deal not in on_the_way]
    return shown


def _shown_by_events(rows: Rows, wins: frozenset[str]) -> tuple[dict[str, list[str]], set[str]]:
    """What deals show by their milestones and ends, and which have a milestone other than winning."""
    deal_of, days = rows.column("deal"), rows.column("date")
    started = dict(zip(reversed(deal_of), reversed(days), strict=True))
    shown: dict[str, list[str]] = {name: [] for name in MESSAGES}
    last, closed, on_the_way = "", False, set[str]()
    achieved: set[str] = set()
    for deal, day, event, milestone in zip(deal_of, days, rows.column("event"), rows.column("milestone"), strict=True):
        if deal != last:
            last, closed, achieved = deal, False, set()
        if event == "achieved":
            if milestone in achieved:
                shown["repeated"].append(deal)
            achieved.add(milestone)
            if milestone in wins:
                closed = True
                if _days(started[deal], day) < BOOKED_AFTERWARDS_DAYS:
                    shown["booked-afterwards"].append(deal)
            else:
                on_the_way.add(deal)
                if closed:
                    shown["after-the-end"].append(deal)
        elif event == "lost":
            closed = True
        elif event == "reopened":
            shown["reopened"].append(deal)
            closed = False
    return shown, on_the_way


def _days(start: str, end: str) -> int:
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
