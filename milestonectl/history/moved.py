"""What moved between two days as a small table that adds up, so that it can be counted bucket by bucket.

It is as long as what moved, since flows and pushes name their deal:

| measure    | deal | place            | name                   | currency | count                                     |
|------------|------|------------------|------------------------|----------|-------------------------------------------|
| `opening`  |      | 0                |                        | of it    | the pipeline before, in the smallest unit |
| `closing`  |      | 0                |                        | of it    | the pipeline after                        |
| `flow`     | id   | among the deal's | of the movement bucket | of it    | what it adds                              |
| `push`     | id   | 0                | the closing day before |          | days it moved out                         |
| `happened` |      | 0                | of what                |          | how often                                 |
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from milestonectl.history.movement import BUCKETS, Flow, Movement, Scope, movement, stands
from milestonectl.history.past import Past
from milestonectl.history.pushes import Happened, Push, happened, pushes
from milestonectl.model.clock import Horizon
from milestonectl.model.money import Money, totals

_BUCKETS = {str(name): name for name in BUCKETS}


class Asked(NamedTuple):
    """What moved between which two days, of which deals."""

    first: Horizon
    last: Horizon
    scope: Scope


class Moved(NamedTuple):
    """What moved between two days."""

    movement: Movement
    pushes: list[Push]
    """The furthest first."""
    happened: Happened


class _Line(NamedTuple):
    measure: str
    deal: str = ""
    place: int = 0
    name: str = ""
    currency: str = ""
    number: int = 0

    @property
    def money(self) -> Money:
        return Money(self.currency, self.number)


def moved_counts(asked: Asked, past: Past) -> pd.DataFrame:
    """The table of some deals."""
    found = pd.DataFrame(list(_lines(asked, past)), columns=list(_Line._fields))
    types = {name: "int64" if name in ("place", "number") else "object" for name in _Line._fields}
    return found.astype(types).rename(columns={"number": "count"})


def moved(table: pd.DataFrame) -> Moved:
    """What the table of all deals says."""
    lines: dict[str, list[_Line]] = {}
    for cells in table[[*_Line._fields[:-1], "count"]].itertuples(index=False, name=None):
        lines.setdefault(cells[0], []).append(_Line(*cells))
    opening, closing = (totals(line.money for line in lines.get(name, ())) for name in ("opening", "closing"))
    flows = tuple(Flow(line.deal, _BUCKETS[line.name], line.money) for line in lines.get("flow", ()))
    times = {line.name: line.number for line in lines.get("happened", ())}
    return Moved(Movement(opening, closing, flows), _pushes(lines.get("push", ())), Happened(**times))


def _pushes(lines: Iterable[_Line]) -> list[Push]:
    days = [(line, date.fromisoformat(line.name)) for line in lines]
    found = [Push(line.deal, before, before + timedelta(line.number)) for line, before in days]
    return sorted(found, key=lambda push: (-push.days, push.deal))


def _lines(asked: Asked, past: Past) -> Iterator[_Line]:
    before, after = past.seen_by(asked.first), past.seen_by(asked.last)
    found = movement(before, after, asked.scope)
    for measure, side in (("opening", found.opening), ("closing", found.closing)):
        yield from (_Line(measure, currency=amount.currency, number=amount.minor) for amount in side.values())
    places: Counter[str] = Counter()
    for deal, bucket, amount in found.flows:
        yield _Line("flow", deal, places[deal], bucket, amount.currency, amount.minor)
        places[deal] += 1
    owned = {deal for deal, stand in stands(after, asked.scope._replace(period=None)).items() if stand.owned}
    for push in pushes(before, after, owned):
        yield _Line("push", push.deal, name=push.before.isoformat(), number=push.days)
    what = happened(past.frame, after, past.processes, asked.first.day)
    for name, times in what._asdict().items():
        yield _Line("happened", name=name, number=times)
