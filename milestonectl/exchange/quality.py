"""What an import shows about the data it came from: facts to know before trusting a rate, with example deals."""

import datetime
from collections.abc import Iterable, Mapping
from itertools import pairwise

from milestonectl.exchange.timeline import Seen
from milestonectl.model.imported import Quality
from milestonectl.model.row import Row

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


def quality_of(deals: Mapping[str, list[Row]], seen: Mapping[str, list[Seen]], wins: frozenset[str]) -> list[Quality]:
    """The facts that some deal shows, in the order of `MESSAGES`."""
    shown: dict[str, list[str]] = {name: [] for name in MESSAGES}
    for deal, rows in deals.items():
        for name in _facts(rows, wins):
            shown[name].append(deal)
    for deal, timeline in seen.items():
        if any(one[0] == next_one[0] and one[4].line != next_one[4].line for one, next_one in pairwise(timeline)):
            shown["same-moment"].append(deal)
    return [fact(name, MESSAGES[name], found) for name, found in shown.items() if found]


def fact(name: str, message: str, found: Iterable[str]) -> Quality:
    """A fact with how often it was seen, and the first few places."""
    listed = list(dict.fromkeys(found))
    return Quality(name, message, len(listed), tuple(one[:LONGEST] for one in listed[:EXAMPLES]))


def _facts(rows: list[Row], wins: frozenset[str]) -> set[str]:
    """What one deal shows, in one pass: imports are long."""
    facts = {"no-amount", "no-milestone"}
    achieved: set[str] = set()
    closed = False
    for row in rows:
        if row.amount:
            facts.discard("no-amount")
        if row.event == "achieved":
            facts |= _facts_of_achieving(row, rows[0], achieved, closed=closed, won=row.milestone in wins)
            achieved.add(row.milestone)
            closed = closed or row.milestone in wins
        elif row.event == "lost":
            closed = True
        elif row.event == "reopened":
            facts.add("reopened")
            closed = False
    return facts if achieved <= wins else facts - {"no-milestone"}


def _facts_of_achieving(row: Row, opened: Row, before: set[str], *, closed: bool, won: bool) -> set[str]:
    facts = {"repeated"} if row.milestone in before else set()
    if closed and not won:
        facts.add("after-the-end")
    if won and _days(opened.date, row.date) < BOOKED_AFTERWARDS_DAYS:
        facts.add("booked-afterwards")
    return facts


def _days(start: str, end: str) -> int:
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
