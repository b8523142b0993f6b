"""What an import shows about the data it came from: facts to know before trusting a rate, with example deals."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from milestonectl.exchange.timeline import Seen
from milestonectl.model.imported import Quality
from milestonectl.model.row import Row

EXAMPLES = 3
BOOKED_AFTERWARDS_DAYS = 2


MESSAGES = {
    "no-amount": "deals without an amount",
    "booked-afterwards": f"deals won within {BOOKED_AFTERWARDS_DAYS} days of being opened: booked afterwards, not sold in the record",
    "reopened": "deals that came back after they were closed",
    "repeated": "deals that achieved a milestone more than once",
    "after-the-end": "deals with milestones after the end",
    "same-moment": "deals with records of the same moment: kept in the source's order",
    "no-milestone": "deals of which nothing but the opening or the end is known",
}


def quality_of(deals: Mapping[str, list[Row]], seen: Mapping[str, list[Seen]], wins: frozenset[str]) -> list[Quality]:
    """The facts that some deal shows, in the order of `MESSAGES`."""
    shown: dict[str, list[str]] = {name: [] for name in MESSAGES}
    for deal, rows in deals.items():
        for name in {*_facts(rows, wins), *_facts_of_time(rows, wins)}:
            shown[name].append(deal)
    for deal, timeline in seen.items():
        if any(one[0] == next_one[0] and one[4].line != next_one[4].line for one, next_one in pairwise(timeline)):
            shown["same-moment"].append(deal)
    return [fact(name, MESSAGES[name], found) for name, found in shown.items() if found]


def fact(name: str, message: str, found: Iterable[str]) -> Quality:
    """A fact with how often it was seen, and the first few places."""
    listed = list(dict.fromkeys(found))
    return Quality(name, message, len(listed), tuple(listed[:EXAMPLES]))


def _facts(rows: list[Row], wins: frozenset[str]) -> Iterator[str]:
    achieved = [row.milestone for row in rows if row.event == "achieved"]
    if not any(row.amount for row in rows):
        yield "no-amount"
    if len(set(achieved)) < len(achieved):
        yield "repeated"
    if not set(achieved) - wins:
        yield "no-milestone"


def _facts_of_time(rows: list[Row], wins: frozenset[str]) -> Iterator[str]:
    closed = False
    for row in rows:
        won = row.event == "achieved" and row.milestone in wins
        if row.event == "achieved" and closed and not won:
            yield "after-the-end"
        if row.event == "reopened":
            yield "reopened"
            closed = False
        if won and _days(rows[0].date, row.date) < BOOKED_AFTERWARDS_DAYS:
            yield "booked-afterwards"
        closed = closed or won or row.event == "lost"


def _days(start: str, end: str) -> int:
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
