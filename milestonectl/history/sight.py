"""The rows of a frame that a report may know, as numbers: seen by its horizon, each once, voided ones left out."""

import weakref
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.deals.fold import separate_voided
from milestonectl.history.frame import TIE, Codes, Column, Days, coded, day_numbers, stamps
from milestonectl.model.clock import Horizon
from milestonectl.model.row import EVENTS, Row

Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
EVENT = {name: number for number, name in enumerate(EVENTS)}


class Sight(NamedTuple):
    """One entry a row; texts as codes into their names."""

    frame: pd.DataFrame
    rows: npt.NDArray[np.intp]
    """Which rows of the frame these are."""
    deal: Codes
    deals: Texts
    event: Codes
    milestone: Codes
    milestones: Texts
    day: Days
    """Days since 1970."""
    recorded: npt.NDArray[np.bytes_]

    def column(self, name: str) -> Column:
        """A column of the frame for these rows."""
        return self.frame[name].iloc[self.rows]

    def only(self, rows: Flags | npt.NDArray[np.intp]) -> "Sight":
        """Some of the rows, or all of them in another order."""
        return self._replace(
            rows=self.rows[rows],
            deal=self.deal[rows],
            event=self.event[rows],
            milestone=self.milestone[rows],
            day=self.day[rows],
            recorded=self.recorded[rows],
        )


def sight(frame: pd.DataFrame, horizon: Horizon) -> Sight:
    """What a horizon sees of a frame, which nobody may change after that."""
    known = _KNOWN.get(id(frame))
    if known is None:
        weakref.finalize(frame, _KNOWN.pop, id(frame), None)
        known = _KNOWN[id(frame)] = _Known(frame)
    return known.seen(frame, horizon)


class _Known:
    """What has been found out about a frame: a report looks at the same one several times."""

    def __init__(self, frame: pd.DataFrame) -> None:
        everything = _everything(frame)
        self._everything = everything[1:]
        self._perhaps_twice = _perhaps_twice(frame["id"])
        self._latest: tuple[Horizon, tuple[Any, ...]] | None = None

    def seen(self, frame: pd.DataFrame, horizon: Horizon) -> Sight:
        """What a horizon sees."""
        if self._latest is None or self._latest[0] != horizon:
            self._latest = horizon, self._look(Sight(frame, *self._everything), horizon)[1:]
        return Sight(frame, *self._latest[1])

    def _look(self, everything: Sight, horizon: Horizon) -> Sight:
        seen = everything.only(_seen(everything, horizon))
        seen = _once(seen) if self._perhaps_twice else seen
        void = _void(seen)
        return seen if void is None else seen.only(~void & (seen.event != EVENT["voided"]))


_KNOWN: dict[int, _Known] = {}
"""Of the frames that are still there, by identity."""


def _everything(frame: pd.DataFrame) -> Sight:
    deal, deals = coded(frame["deal"])
    milestone, milestones = coded(frame["milestone"])
    event, events = coded(frame["event"])
    numbers = np.array([EVENT[name] for name in events], dtype=np.int32)[event]
    rows, days = np.arange(len(frame)), day_numbers(frame["date"])
    return Sight(frame, rows, deal, deals, numbers, milestone, milestones, days, stamps(frame))


def _seen(found: Sight, horizon: Horizon) -> Flags:
    recorded = found.recorded <= horizon.recorded_by.encode()
    happened = found.day <= np.datetime64(horizon.day).astype(np.int32)
    return np.asarray(recorded & (happened | (found.event == EVENT["planned"])), dtype=bool)


def _once(found: Sight) -> Sight:
    """A row that stands in two files counts once."""
    ids = found.column("id")
    named = np.asarray(ids != "", dtype=bool)
    again = pd.DataFrame({"deal": found.deal, "id": np.asarray(ids)}).duplicated(keep="last").to_numpy()
    return found.only(~(again & named))


def _perhaps_twice(ids: Column) -> bool:
    """Whether two ids could be the same: a quick look at a number made of each, which rules it out for nearly all ledgers."""
    try:
        words = np.array(ids, dtype="S16").view(np.uint64).reshape(len(ids), 2)
    except UnicodeEncodeError:
        return True
    named = words[words[:, 0] > 0]
    numbers = np.sort(named[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ named[:, 1])
    return bool((numbers[1:] == numbers[:-1]).any())


def _void(found: Sight) -> Flags | None:
    """Which rows a standing `voided` row of the same deal names; nothing when there are none of those."""
    voiding = found.event == EVENT["voided"]
    if not voiding.any():
        return None
    targets = set(np.asarray(found.column("ref")[voiding], dtype=object))
    concerned = np.flatnonzero(voiding | np.asarray(found.column("id").isin(targets), dtype=bool))
    by_deal: dict[int, list[tuple[int, Row]]] = {}
    for place, row in zip(concerned, _rows(found, concerned), strict=True):
        by_deal.setdefault(int(found.deal[place]), []).append((int(place), row))
    void = np.zeros(len(found.deal), dtype=bool)
    for rows in by_deal.values():
        ids = {row.id for row in separate_voided([row for _, row in rows])[1]}
        void[[place for place, row in rows if row.id in ids]] = True
    return void


def _rows(found: Sight, places: npt.NDArray[np.intp]) -> Iterator[Row]:
    cells = found.frame[["id", "recorded_at", "date", "event", "ref"]].iloc[found.rows[places]]
    columns = (np.asarray(cells[name], dtype=object) for name in cells)
    for id_, recorded_at, date, event, ref in zip(*columns, strict=True):
        yield Row(id=id_, recorded_at=recorded_at, date=date, event=event, ref=ref)


def ordered(found: Sight) -> Sight:
    """The rows by deal, and those of a deal in the order in which they are folded: date, recorded, id."""
    order = np.lexsort((found.recorded, found.day, found.deal))
    tied = _tied(found, order)
    if tied.any():
        names = np.zeros(len(order), dtype=np.int64)
        names[tied] = np.unique(np.asarray(found.column(TIE), dtype=object)[tied].astype(str), return_inverse=True)[1]
        order = np.lexsort((names, found.recorded, found.day, found.deal))
    return found.only(order)


def _tied(found: Sight, order: npt.NDArray[np.intp]) -> Flags:
    """Rows of one deal with the same day and stamp as another."""
    deal, day, recorded = found.deal[order], found.day[order], found.recorded[order]
    same = (deal[1:] == deal[:-1]) & (day[1:] == day[:-1]) & (recorded[1:] == recorded[:-1])
    tied = np.zeros(len(order), dtype=bool)
    tied[order[1:][same]] = tied[order[:-1][same]] = True
    return tied
