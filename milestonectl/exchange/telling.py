"""What was seen of deals -> sealed ledger rows. What another system says is asserted at most: no row has evidence."""

import datetime
from collections.abc import Mapping, Sequence
from itertools import compress, islice
from operator import ge
from typing import NamedTuple

from milestonectl.deals.fold import separate_voided
from milestonectl.exchange.changes import Changes, changes
from milestonectl.exchange.events import Happening, happenings
from milestonectl.exchange.rules import Rules, plain
from milestonectl.exchange.state import State, state_of
from milestonectl.exchange.timeline import Timelines
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row, Rows, sealed_rows


class Told(NamedTuple):
    """The rows of one deal after the other, in time, and the cells that cannot be read."""

    rows: Rows
    problems: list[Problem]


def told(lines: Timelines, rules: Rules, before: Mapping[str, Sequence[Row]]) -> Told:
    """The rows that tell what was seen of deals: they are opened, changed, achieve milestones, end, and come back.

    A source that begins in the middle of a deal goes on from what the ledger says of the time before.
    """
    begun = _begun(lines, rules, before)
    changed = changes(lines, rules, begun)
    happened = happenings(lines, rules, begun, changed.new)
    openings = frozenset(span.start for deal, span in lines.spans.items() if deal not in begun)
    known = _known_from_elsewhere(changed, openings, lines, rules)
    happened_at = [place for place, *_ in happened]
    at = [*changed.places, *happened_at]
    order = sorted(range(len(at)), key=at.__getitem__)
    places = list(map(at.__getitem__, order))
    events = ["opened" if place in openings and place not in known else "changed" for place in changed.places]
    said = {column: list(map(cells.__getitem__, order)) for column, cells in _said(changed, events, happened).items()}
    return Told(_rows(places, _moments(places, lines, known), said, lines, rules), changed.problems)


def _said(changed: Changes, events: Sequence[str], happened: Sequence[Happening]) -> dict[str, list[str]]:
    """The cells of the rows that tell changes, and below them of those that tell what happened."""
    _, more, milestones, reasons = zip(*happened, strict=True) if happened else ((), (), (), ())
    changes_, rest = [""] * len(events), [""] * len(happened)
    said = {role: [*map(new.__getitem__, changed.places), *rest] for role, new in changed.new.items()}
    return {
        **said,
        "event": [*events, *more],
        "milestone": [*changes_, *milestones],
        "reason": [*changes_, *reasons],
    }


def _begun(lines: Timelines, rules: Rules, before: Mapping[str, Sequence[Row]]) -> dict[str, State]:
    """What the ledger says of the time before, where it has told the beginning of a deal."""
    begun = {}
    for deal, span in lines.spans.items():
        start = lines.moment[span.start]
        earlier = [row for row in separate_voided(before[deal])[0] if row.recorded < start] if deal in before else []
        if any(row.event == "opened" for row in earlier):
            begun[deal] = state_of(earlier, frozenset(rules.wins.values()))
    return begun


def _known_from_elsewhere(changed: Changes, openings: frozenset[int], lines: Timelines, rules: Rules) -> frozenset[int]:
    """The first observations of deals that the ledger knows from elsewhere: they do not open the deal, but change it."""
    starts = sorted(openings.intersection(span.start for deal, span in lines.spans.items() if deal in rules.opened))
    said = {role: [new[start] for start in starts] for role, new in changed.new.items()}
    said["event"] = ["opened"] * len(starts)
    rows = _rows(starts, [lines.moment[start] for start in starts], said, lines, rules)
    return frozenset(start for start, id_ in zip(starts, rows.column("id"), strict=True) if id_ not in rules.known)


def _moments(places: Sequence[int], lines: Timelines, known: frozenset[int]) -> list[str]:
    """When each row was recorded: equal moments of a deal follow each other by a microsecond."""
    at = lines.moment.copy()
    for place in known:
        at[place] = following(at[place])
    deals, moments = list(map(lines.deal.__getitem__, places)), list(map(at.__getitem__, places))
    # Few rows are not behind the one before; what follows them may then have to make way, too.
    for number in compress(range(1, len(places)), map(ge, moments, islice(moments, 1, None))):
        behind = number
        while behind < len(places) and deals[behind - 1] == deals[behind] and moments[behind - 1] >= moments[behind]:
            moments[behind] = following(moments[behind - 1])
            behind += 1
    return moments


def _rows(
    places: Sequence[int], recorded: list[str], said: Mapping[str, list[str]], lines: Timelines, rules: Rules
) -> Rows:
    """The rows that observations lead to."""
    users, notes = lines.seen.texts["by"], lines.seen.texts["note"]
    return sealed_rows(
        {
            "recorded_at": recorded,
            "date": list(map(lines.day.__getitem__, places)),
            "deal": list(map(lines.deal.__getitem__, places)),
            "source": [rules.source] * len(places),
            "by": list(map(rules.people.__getitem__, map(users.__getitem__, places))),
            "note": [plain(notes[place]) for place in places] if any(notes) else [],
            **said,
        }
    )


_MICROSECOND = datetime.timedelta(microseconds=1)


def following(moment: str) -> str:
    """The next microsecond."""
    number = int(moment[20:26]) + 1
    if number < 1_000_000:
        return f"{moment[:20]}{number:06}Z"
    return (datetime.datetime.fromisoformat(moment) + _MICROSECOND).isoformat(timespec="microseconds")[:26] + "Z"
