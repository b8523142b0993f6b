"""Which method did better on a ledger's own past: as `backtest`, of the two that may be chosen, as a table that adds up.

For each origin it holds what the engine of that day learns from, the deals that stood open by their milestones and age
(`stood`; cause 1: those that were won by the end of the period), and the pictures that snapshot rates are made of (`seen`).
Of very many deals a share decides, always the same ones.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from milestonectl.history.backtest import ENGINE, SNAPSHOT, Origin, Said, chosen, said_of, score_of
from milestonectl.history.draws import edges_of, known
from milestonectl.history.engine import AGES, engines
from milestonectl.history.frame import TIE, coded, stamps
from milestonectl.history.journeys import WON, Journeys, day_number
from milestonectl.history.past import Past
from milestonectl.history.rivals import open_rows, pictures, snapshot_rates
from milestonectl.history.scan import KEYS, added, engine_counts
from milestonectl.history.sums import Key, sums
from milestonectl.history.waits import standing
from milestonectl.model.clock import as_of
from milestonectl.model.process import Process

DECIDING: Final = (TIE, "recorded_at", "date", "deal", "event", "milestone", "ref", "sale_type", "process")
"""What the chances of deals and their outcomes are made of; amounts, owners and notes decide nothing here."""
MOST_DEALS: Final = 50_000
"""More do not decide better."""
_HALF: Final = 32
_OPENED = "opened"
Processes = Callable[[date], Mapping[str, Process]]


class Recorded(NamedTuple):
    """What was recorded by a moment, as far as it decides."""

    fingerprint: str
    first: date | None
    """The day of the first opening."""
    opened: int
    """Openings."""

    @property
    def share(self) -> float:
        """Of the deals, how many to look at: of 200,000 a quarter."""
        return min(1.0, MOST_DEALS / max(1, self.opened))


def choice_counts(every: Sequence[Origin], share: float, past: Past) -> pd.DataFrame:
    """The table of some deals, or of a share of them."""
    past = past if share >= 1 else replace(past, frame=_some(past.frame, share))
    parts = [part.assign(origin=one.day.isoformat()) for one in every for part in _parts(one, past)]
    return added([_nothing(past), *parts])


def choice(table: pd.DataFrame, every: Sequence[Origin], processes: Processes) -> str:
    """The method to use, from the table of all deals."""
    found = [said for one in every if (said := _said(table, one, processes(one.day)))]
    scores = [score_of(method, [said[method] for said in found]) for method in (ENGINE, SNAPSHOT)] if found else []
    return chosen(scores, len(found))


def recorded_counts(by: str, past: Past) -> pd.DataFrame:
    """Sums over all that decides and was recorded by a moment, as a table that adds up: halves of hashes, and openings by day."""
    rows = past.frame[stamps(past.frame) <= by.encode()]
    numbers = pd.util.hash_pandas_object(rows[list(DECIDING)], index=False).to_numpy(dtype=np.uint64)
    halves = [int(half.sum()) for half in (numbers >> np.uint64(_HALF), numbers & np.uint64(2**_HALF - 1))]
    days = rows["date"][rows["event"] == _OPENED].value_counts()
    names, what = ["high", "low", *days.index], ["hash", "hash", *[_OPENED] * len(days)]
    return pd.DataFrame({"what": what, "of": names, "count": np.array([*halves, *days], dtype=np.int64)})


def recorded(table: pd.DataFrame) -> Recorded:
    """What the table of all deals says."""
    opened = table[table["what"] == _OPENED]
    first = date.fromisoformat(min(opened["of"])) if len(opened) else None
    return Recorded(hashlib.sha256(table.to_csv().encode()).hexdigest(), first, int(opened["count"].sum()))


def _some(frame: pd.DataFrame, share: float) -> pd.DataFrame:
    """The rows of a share of the deals, chosen by their ids alone."""
    codes, names = coded(frame["deal"])
    lots = pd.util.hash_array(np.asarray(names, dtype=object), categorize=False)
    return frame[(lots < share * 2.0**64)[codes]].reset_index(drop=True)


def _parts(origin: Origin, past: Past) -> Iterator[pd.DataFrame]:
    then = past.seen_by(as_of(origin.day))
    yield engine_counts(then)
    yield _stood(origin, then, past.journeys)
    seen = pictures([_left(origin)], then)
    keys: dict[str, Any] = dict.fromkeys(KEYS, "") | {"measure": "seen", "sale_type": seen["sale_type"]}
    keys |= {"state": seen["state"], "cause": seen["won"], "days": seen["left"], "count": seen["count"]}
    yield pd.DataFrame(keys)


def _stood(origin: Origin, then: Journeys, now: Journeys) -> pd.DataFrame:
    rows = open_rows(then)
    won = now.ids[(now.outcome == WON) & (now.closed <= day_number(origin.period.end))]
    came = pd.Index(then.ids[rows]).isin(won)
    state, age = standing(then, rows)
    blank: dict[str, Key] = dict.fromkeys(KEYS, "")
    keys: dict[str, Key] = {"state": state, "cause": came.astype(np.int64), "days": age}
    return sums(len(rows), {**blank, "measure": "stood", "sale_type": then.sale_type.at(rows), **keys})


def _said(table: pd.DataFrame, origin: Origin, processes: Mapping[str, Process]) -> dict[str, Said] | None:
    """What both methods said at an origin; nothing when no deal was open."""
    lines = table[table["origin"] == origin.day.isoformat()]
    stood = lines[lines["measure"] == "stood"]
    if not len(stood):
        return None
    state, age, won, deals = (stood[name].to_numpy(dtype=np.int64) for name in ("state", "days", "cause", "count"))
    edges, learned = edges_of(origin.day, [origin.period]), engines(lines, processes)
    tables, rates = known(learned, edges)[1], snapshot_rates(_pictures(lines), _left(origin))
    chances = {method: np.zeros(len(stood)) for method in (ENGINE, SNAPSHOT)}
    for name in stood["sale_type"].unique():
        mine = np.asarray(stood["sale_type"] == name)
        tomorrow = np.minimum(age[mine] + 1, AGES - 1)
        chances[ENGINE][mine] = tables[name][edges.end(origin.period), state[mine], tomorrow]
        chances[SNAPSHOT][mine] = rates.of(name, tables[name].shape[1])[state[mine]]
    return {method: said_of(chance, deals * won, deals) for method, chance in chances.items()}


def _pictures(lines: pd.DataFrame) -> pd.DataFrame:
    seen = lines[lines["measure"] == "seen"]
    return seen.rename(columns={"days": "left", "cause": "won"})


def _left(origin: Origin) -> int:
    return (origin.period.end - origin.day).days


def _nothing(past: Past) -> pd.DataFrame:
    return engine_counts(past.journeys).iloc[:0].assign(origin="")
