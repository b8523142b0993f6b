"""Rows -> journeys: what `deals.fold` says of each deal, for all deals at once and only as far as many deals need it.

Every deal is read by the counted milestones of the version of its sale type that is current at the horizon. A deal has
reached a milestone when it achieved it or a later one; it wins as its own version says. What happens after a deal has
closed, or is dated before it was opened, does not move it any further back or on.
"""

import datetime
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from milestonectl.history.chain import counted
from milestonectl.history.delays import UNKNOWN, first_with_delay, recording_delays
from milestonectl.history.frame import Codes, Days, coded, distinct_keys
from milestonectl.history.sight import EVENT, Flags, Sight, Texts, ordered, sight
from milestonectl.model.clock import Horizon
from milestonectl.model.money import parse_money
from milestonectl.model.process import Process, Processes
from milestonectl.model.settings import Settings

NEVER: Final = np.int32(2**30)
"""A day that does not come."""
OPEN, WON, LOST = 0, 1, 2
_DEAL_VALUES = ("sale_type", "process", "account", "owner", "amount", "currency", "close_date")


class Labels(NamedTuple):
    """A text for each deal, as codes into names."""

    codes: Codes
    names: Texts

    @property
    def texts(self) -> Texts:
        """The texts themselves."""
        return self.names[self.codes]

    def at(self, places: npt.NDArray[np.integer]) -> "Labels":
        """Those of some of the deals, which may be named more than once."""
        return Labels(self.codes[places], self.names)


class Repeats(NamedTuple):
    """One entry an achievement of a counted milestone while the deal was open."""

    deal: npt.NDArray[np.intp]
    """Its place among the deals."""
    day: Days

    def only(self, deals: Flags) -> "Repeats":
        """Those of some of the deals, which are numbered anew."""
        kept = deals[self.deal]
        return Repeats((np.cumsum(deals) - 1)[self.deal[kept]], self.day[kept])


class Journeys(NamedTuple):
    """One entry a deal, in the order of ids."""

    ids: Texts
    labels: dict[str, Labels]
    """What is known of each deal: owner, currency, close_date, declared fields, ..."""
    opened: Days
    outcome: npt.NDArray[np.int8]
    """OPEN, WON or LOST."""
    closed: Days
    """NEVER while open."""
    minor: npt.NDArray[np.int64]
    """The amount in the smallest unit of its currency; -1 when there is none."""
    entered: npt.NDArray[np.int32]
    """(deals, states + 1): the day each state was entered; state 0 is opened, j the j-th milestone, the last one won."""
    achieved: npt.NDArray[np.int32]
    """(deals, states): the first day of each counted milestone itself, the win included."""
    late: npt.NDArray[np.int32]
    """(deals, states + 1): days from when a state was itself reached to when that was recorded; -1 where nobody knows."""
    repeats: "Repeats"
    """Days on which a counted milestone was achieved, the first time or again."""
    chains: dict[str, tuple[str, ...]]
    """The counted milestones of each sale type."""
    horizon: Horizon

    @property
    def sale_type(self) -> Labels:
        """The sale type of each deal."""
        return self.labels["sale_type"]

    @property
    def states(self) -> Codes:
        """How many milestones each deal's sale type has."""
        lengths = np.array([len(self.chains.get(name, ())) for name in self.sale_type.names], dtype=np.int32)
        return lengths[self.sale_type.codes]

    @property
    def ended(self) -> Days:
        """The last day that each deal is counted on: closed or, while open, the horizon; never before its opening."""
        return np.maximum(np.minimum(self.closed, self.today), self.opened).astype(np.int32)

    @property
    def today(self) -> int:
        """The day of the horizon, in days since 1970."""
        return day_number(self.horizon.day)

    def only(self, deals: Flags) -> "Journeys":
        """Some of the deals."""
        return self._replace(
            ids=self.ids[deals],
            labels={name: Labels(found.codes[deals], found.names) for name, found in self.labels.items()},
            opened=self.opened[deals],
            outcome=self.outcome[deals],
            closed=self.closed[deals],
            minor=self.minor[deals],
            entered=self.entered[deals],
            achieved=self.achieved[deals],
            late=self.late[deals],
            repeats=self.repeats.only(deals),
        )


def day_number(day: datetime.date) -> int:
    """Days since 1970."""
    return (day - datetime.date(1970, 1, 1)).days


def journeys(frame: pd.DataFrame, processes: Processes, settings: Settings, horizon: Horizon) -> Journeys:
    """The journeys of all deals that were opened by the horizon."""
    seen = sight(frame, horizon)
    told = ordered(seen.only((seen.event == EVENT["opened"]) | (seen.event == EVENT["changed"])))
    opened, opened_late = _openings(told, len(seen.deals))
    values = _values(told, settings.field_names)
    values["currency"] = _otherwise(values["currency"], settings.currency)
    versions, pinned = versions_of(values, opened, processes)
    values["sale_type"] = _typed(values["sale_type"], versions, pinned)
    outcome, closed, closed_late = _outcomes(seen, versions, pinned)
    chains = current_chains(processes, horizon.day)
    achieved, late, repeats = _achieved(seen, values["sale_type"], chains, closed)
    late = np.concatenate((opened_late[:, None], late), axis=1)
    found = Journeys(
        seen.deals, values, opened, outcome, closed, _minor(values), achieved, achieved, late, repeats, chains, horizon
    )  # fmt: skip
    found = _with_wins(found, closed_late)
    known = found if (opened < NEVER).all() else found.only(opened < NEVER)
    return known._replace(entered=_entered(known))


def _openings(told: Sight, deals: int) -> tuple[Days, Days]:
    """The day each deal was opened, and how late that was recorded."""
    first, late = np.full(deals, NEVER, dtype=np.int32), np.full(deals, UNKNOWN, dtype=np.int32)
    opening = told.only(np.flatnonzero(told.event == EVENT["opened"])[::-1])
    first[opening.deal] = opening.day  # reversed: the first row of a deal is written last
    late[opening.deal] = recording_delays(opening)
    return first, late


def _values(told: Sight, field_names: Sequence[str]) -> dict[str, Labels]:
    """The last thing said of each column; what an `opened` row says is said first, whenever it is dated."""
    order = np.lexsort((told.event != EVENT["opened"], told.deal))
    deal = told.deal[order]
    return {name: _last_said(told, name, deal, order) for name in (*_DEAL_VALUES, *field_names)}


def _last_said(told: Sight, name: str, deal: Codes, order: npt.NDArray[np.intp]) -> Labels:
    codes, names = coded(told.column(name))
    blank = np.flatnonzero(names == "")
    empty = int(blank[0]) if len(blank) else len(names)
    said = codes[order] != empty
    last = np.full(len(told.deals), empty, dtype=np.int32)
    last[deal[said]] = codes[order][said]
    return Labels(last, names if len(blank) else np.append(names, ""))


def _otherwise(found: Labels, text: str) -> Labels:
    return found._replace(names=np.array([name or text for name in found.names], dtype=object))


def versions_of(values: dict[str, Labels], opened: Days, processes: Processes) -> tuple[list[Process | None], Codes]:
    """The version each deal follows, as a code into a list."""
    types, pins = values["sale_type"], values["process"]
    distinct, place = distinct_keys(np.stack((types.codes, pins.codes, opened)).astype(np.int64))
    versions = [_version(types.names[t], pins.names[p], int(day), processes) for t, p, day in distinct.T]
    return versions, place.astype(np.int32)


def _version(sale_type: str, pin: str, day: int, processes: Processes) -> Process | None:
    if day == NEVER:
        return None
    opened = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
    return processes.pinned(pin) if pin else processes.current(sale_type, opened)


def _typed(found: Labels, versions: Sequence[Process | None], pinned: Codes) -> Labels:
    """A deal that names no sale type has that of the version it is pinned to."""
    silent = found.texts == ""
    if not silent.any():
        return found
    texts = found.texts
    texts[silent] = np.array([p.name if p else "" for p in versions], dtype=object)[pinned[silent]]
    return Labels(*coded(pd.Series(texts)))


def _outcomes(
    seen: Sight, versions: Sequence[Process | None], pinned: Codes
) -> tuple[npt.NDArray[np.int8], Days, Days]:
    """The last word counts: the winning milestone, `lost` or `reopened`; won since the first win after another word.

    Also the day of it, and how late a win was recorded.
    """
    numbers = {name: number for number, name in enumerate(seen.milestones)}
    wins = np.array([numbers.get(p.wins, -1) if p else -1 for p in versions], dtype=np.int32)
    is_win = (seen.event == EVENT["achieved"]) & (seen.milestone == wins[pinned[seen.deal]])
    words = ordered(seen.only(is_win | (seen.event == EVENT["lost"]) | (seen.event == EVENT["reopened"])))
    place = np.arange(len(words.deal))
    kind = np.select([words.event == EVENT["lost"], words.event == EVENT["reopened"]], [LOST, OPEN], WON)
    outcome = np.zeros(len(seen.deals), dtype=np.int8)
    outcome[words.deal] = kind
    closed = np.full(len(seen.deals), NEVER, dtype=np.int32)
    closed[words.deal[kind == LOST]] = words.day[kind == LOST]
    other = np.full(len(seen.deals), -1)
    other[words.deal[kind != WON]] = place[kind != WON]
    winning = words.only(np.flatnonzero((kind == WON) & (place > other[words.deal]))[::-1])
    closed[winning.deal] = winning.day
    closed[outcome == OPEN] = NEVER
    late = np.full(len(seen.deals), UNKNOWN, dtype=np.int32)
    late[winning.deal] = recording_delays(winning)
    return outcome, closed, late


def _minor(values: dict[str, Labels]) -> npt.NDArray[np.int64]:
    amounts, currencies = values["amount"], values["currency"]
    distinct, place = distinct_keys(np.stack((amounts.codes, currencies.codes)).astype(np.int64))
    parsed = [parse_money(amounts.names[a], currencies.names[c]) for a, c in distinct.T]
    return np.array([money.minor if money else -1 for money in parsed], dtype=np.int64)[place]


def current_chains(processes: Processes, day: datetime.date) -> dict[str, tuple[str, ...]]:
    """The counted milestones of each sale type, as its version of a day has them."""
    current = (processes.current(name, day) for name in processes.versions)
    return {process.name: tuple(m.id for m in counted(process)) for process in current if process}


def _achieved(
    seen: Sight, types: Labels, chains: dict[str, tuple[str, ...]], closed: Days
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Repeats]:
    """The first day of each counted milestone before the win, as long as the deal was not over; how late that was recorded."""
    numbers = {name: number for number, name in enumerate(seen.milestones)}
    widest = max((len(chain) for chain in chains.values()), default=1)
    place = np.full((len(types.names), max(1, len(seen.milestones))), -1, dtype=np.int32)
    for row, sale_type in enumerate(types.names):
        for position, milestone in enumerate(chains.get(sale_type, ())[:-1]):
            if milestone in numbers:
                place[row, numbers[milestone]] = position
    said = seen.only(seen.event == EVENT["achieved"])
    step = place[types.codes[said.deal], said.milestone]
    counts = (step >= 0) & (said.day <= closed[said.deal])
    said, step = said.only(counts), step[counts]
    first, late = first_with_delay(said, (said.deal, step), (len(seen.deals), max(1, widest)), NEVER)
    return first, late, Repeats(said.deal.astype(np.intp), said.day)


def _with_wins(found: Journeys, late: Days) -> Journeys:
    """The achievements together with the win, which stands at the end of each sale type's own milestones."""
    won = np.flatnonzero((found.outcome == WON) & (found.states > 0))
    achieved, delays = found.achieved.copy(), found.late.copy()
    achieved[won, found.states[won] - 1] = found.closed[won]
    delays[won, found.states[won]] = late[won]
    return found._replace(achieved=achieved, late=delays)


def _entered(found: Journeys) -> npt.NDArray[np.int32]:
    """Later milestones achieved first pull the earlier ones along; nothing comes before the opening."""
    own = np.maximum(found.achieved, found.opened[:, None])
    reached = np.minimum.accumulate(own[:, ::-1], axis=1)[:, ::-1]
    return np.concatenate((found.opened[:, None], reached), axis=1)
