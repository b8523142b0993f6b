"""Deals that the source no longer has: deleted there, merged into another, or there again after all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from milestonectl.deals.fold import separate_voided
from milestonectl.exchange.observation import LeftOut
from milestonectl.exchange.quality import fact
from milestonectl.exchange.rules import Rules
from milestonectl.exchange.stamps import Stamp
from milestonectl.exchange.state import by_deal, state_of
from milestonectl.exchange.telling import following
from milestonectl.exchange.timeline import Timelines
from milestonectl.model.imported import Quality
from milestonectl.model.mapping import LOST, WON
from milestonectl.model.row import Row, sealed

DELETED, RESTORED = "deleted in the source", "in the source again"
"""The reasons of the rows that follow a deletion, and its end."""
_SECONDS = 19
"""Characters of a moment up to its seconds: rows of one moment follow each other by microseconds."""


class Departures(NamedTuple):
    """The rows that say it, and the deals that they are about."""

    rows: list[Row]
    deals: frozenset[str]
    quality: list[Quality]


def restored(live: Timelines, rows: Sequence[Row], rules: Rules, taken: Stamp | None) -> Iterator[Row]:
    """What an earlier deletion voided counts again when the source has shown the deal since."""
    voiding = [row for row in rows if row.event == "voided"]
    revoked = {row.ref for row in voiding}
    for row in voiding:
        ours = row.source == rules.source and row.reason == DELETED and row.id not in revoked
        if ours and row.deal in live.spans:
            shown = taken or live.last(row.deal)
            if shown.moment > row.recorded_at:
                yield _row(row.deal, "voided", shown, RESTORED, rules, ref=row.id)


def departures(
    left_out: Sequence[LeftOut],
    live: Timelines,
    before: Mapping[str, list[Row]],
    rows: Sequence[Row],
    rules: Rules,
    taken: Stamp | None,
) -> Departures:
    """What follows from deletions and mergers for deals that were imported earlier and are still in the ledger."""
    ours = {
        deal for deal, rows in before.items() if any(row.source == rules.source for row in rows)
    } - live.spans.keys()
    told = _last_told(rows, rules.source)
    deletions = [(deal, stamp) for deal, stamp in _deletions(left_out, rules, taken) if deal in ours]
    deleted = {
        # A file from before the deal was restored is old news.
        deal: _deleted(before[deal], stamp, rules)
        for deal, stamp in deletions
        if stamp.moment[:_SECONDS] >= told[deal][:_SECONDS]
    }
    into = {old: new for found in left_out for old, new in found.merged if old in ours and new in live.spans}
    merged = {old: _merged(before[old], new, taken or live.last(new), rules) for old, new in into.items()}
    facts = [
        fact("deleted-since", "deals deleted in the source after an earlier import", _told_anew(deleted)),
        fact("merged", "deals merged into another", [f"{old} into {into[old]}" for old in _told_anew(merged)]),
    ]
    new = list(chain.from_iterable([*deleted.values(), *merged.values()]))
    return Departures(new, frozenset((*deleted, *merged)), [found for found in facts if found.count])


def _told_anew(found: Mapping[str, list[Row]]) -> list[str]:
    """The deals that something new is said about."""
    return [deal for deal, rows in found.items() if rows]


def standing_by_deal(rows: Sequence[Row], more: Iterable[Row] = ()) -> dict[str, list[Row]]:
    """The rows of each deal that count."""
    return by_deal(separate_voided([*rows, *more])[0])


def _last_told(rows: Iterable[Row], source: str) -> dict[str, str]:
    """When the source said something of each deal last."""
    told: dict[str, str] = {}
    for row in rows:
        if row.source == source:
            told[row.deal] = max(told.get(row.deal, ""), row.recorded)
    return told


def _deletions(left_out: Sequence[LeftOut], rules: Rules, taken: Stamp | None) -> Iterator[tuple[str, Stamp]]:
    """When each deal was deleted: on the day of the snapshot, else when its record was changed last."""
    latest: dict[str, Stamp] = {}
    for deal, text in chain.from_iterable(found.withdrawn for found in left_out):
        stamp = taken or rules.stamps(text.strip())
        if stamp is not None and (deal not in latest or latest[deal].moment < stamp.moment):
            latest[deal] = stamp
    yield from latest.items()


def _deleted(rows: Sequence[Row], stamp: Stamp, rules: Rules) -> list[Row]:
    """All that was imported is voided; where people have written about the deal, it is lost: their rows need a deal."""
    when = _not_before(rows, stamp)
    if all(row.source == rules.source for row in rows):
        return [_row(row.deal, "voided", when, DELETED, rules, ref=row.id) for row in rows]
    return _lost(rows, when, DELETED, rules)


def _merged(rows: Sequence[Row], into: str, stamp: Stamp, rules: Rules) -> list[Row]:
    return _lost(rows, _not_before(rows, stamp), f"merged into {into}", rules)


def _lost(rows: Sequence[Row], when: Stamp, reason: str, rules: Rules) -> list[Row]:
    """Nothing for a deal that is lost already. A won one is opened again first: its revenue is another deal's now."""
    outcome = state_of(rows, frozenset(rules.wins.values())).outcome
    if outcome == LOST:
        return []
    lost = _row(rows[0].deal, "lost", Stamp(when.day, following(when.moment)), reason, rules)
    return [_row(rows[0].deal, "reopened", when, reason, rules), lost] if outcome == WON else [lost]


def _not_before(rows: Sequence[Row], stamp: Stamp) -> Stamp:
    """The stamp, but after all that has happened. Plans are for days to come."""
    happened = [row for row in rows if row.event != "planned"]
    day = max((stamp.day, *(row.date for row in happened)))
    return Stamp(day, max((stamp.moment, *(following(row.recorded) for row in happened if row.recorded_at))))


def _row(deal: str, event: str, stamp: Stamp, reason: str, rules: Rules, **more: str) -> Row:
    said = {"recorded_at": stamp.moment, "date": stamp.day, "deal": deal, "event": event, "reason": reason}
    return sealed({**said, "source": rules.source, **more})
