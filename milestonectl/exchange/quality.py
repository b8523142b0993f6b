"""What an import shows about the data it came from: facts to know before trusting a rate, with example deals."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from milestonectl.model.imported import Quality
from milestonectl.model.row import Row

EXAMPLES = 3
LONGEST = 60
"""Characters of an example."""
BOOKED_AFTERWARDS_DAYS = 2


_AMOUNT = attrgetter("amount")
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


def facts_of(rows: Sequence[Row], wins: frozenset[str]) -> set[str]:
    """What one deal shows by its rows, in one pass: imports are long."""
    facts = set() if any(map(_AMOUNT, rows)) else {"no-amount"}
    achieved: set[str] = set()
    closed = False
    for row in rows:
        if row.event == "achieved":
            if row.milestone in achieved:
                facts.add("repeated")
            if row.milestone in wins:
                closed = True
                if _days(rows[0].date, row.date) < BOOKED_AFTERWARDS_DAYS:
                    facts.add("booked-afterwards")
            elif closed:
                facts.add("after-the-end")
            achieved.add(row.milestone)
        elif row.event == "lost":
            closed = True
        elif row.event == "reopened":
            facts.add("reopened")
            closed = False
    return facts | {"no-milestone"} if achieved <= wins else facts


def _days(start: str, end: str) -> int:
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
