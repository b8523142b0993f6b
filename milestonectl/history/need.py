"""What marketing must bring: first milestones a week for a target, shared over the sources that brought them so far.

How many it takes together is the pace's own figure: the wins that open deals leave over, each week counted with the
chance that what starts in it is won in the period. Each source keeps its part of them; how many of it make a win is its
own record, drawn towards that of all sources by as much as the counts ask for.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from milestonectl.history.chain import counted
from milestonectl.history.learning import learned_steps
from milestonectl.history.pace import Pace
from milestonectl.history.rule_of_two import chances_to_win
from milestonectl.history.shrinkage import prior_strength, rate_posterior
from milestonectl.model.process import Milestone, Process

OPENED, FIRST = 0, 1
WENT_ON = 1
Decided = tuple[int, int]
"""Deals that did it, and deals that did it or were lost."""


class Source(NamedTuple):
    """What one source has brought and what it should bring."""

    group: str
    reached: int
    """Deals of it that passed the first milestone so far."""
    share: float
    """Of all that did."""
    opened: Decided
    """Of its deals whose first step is decided, those that passed the first milestone."""
    won: Decided
    """Of those, what was won of what is decided."""
    per_win: float
    """First milestones for one win, by its record and that of all."""
    per_week: float
    """First milestones a week from now on."""
    openings_per_week: float
    """Deals to open a week for them."""


class Need(NamedTuple):
    """What the targets of one sale type ask of marketing."""

    process: Process
    wins: float
    won: int
    credit: float
    """Wins to expect of open deals in the period."""
    gap: float
    """Wins that must come from deals that have not passed the first milestone yet."""
    per_week: float
    """First milestones a week from now on; infinite when fewer than half would be won in time."""
    last_useful: datetime.date | None
    """The last day on which a first milestone keeps half of its chance; nothing when that day is past."""
    sources: tuple[Source, ...]

    @property
    def first(self) -> Milestone:
        """The milestone that counts as the first."""
        return counted(self.process)[0]


def needs(paces: Sequence[Pace], by_owner: pd.DataFrame, by_source: pd.DataFrame) -> list[Need]:
    """One need a sale type, from paces that look ahead; the tables hold the same deals grouped by owner and by source."""
    by_type: dict[str, list[Pace]] = {}
    for pace in paces:
        if pace.ahead is not None:
            by_type.setdefault(pace.process.name, []).append(pace)
    return [_need(found, by_owner, by_source) for found in by_type.values()]


def _need(paces: Sequence[Pace], by_owner: pd.DataFrame, by_source: pd.DataFrame) -> Need:
    process, ahead = paces[0].process, [pace.ahead for pace in paces if pace.ahead]
    chance = chances_to_win([step.conversion for step in learned_steps(by_owner, process)])[0]
    last_useful = max((each.last_useful for each in ahead if each.last_useful), default=None)
    gap = math.fsum(each.gap for each in ahead)
    per_week = math.inf if gap and last_useful is None else math.fsum(each.per_week for each in ahead)
    return Need(
        process,
        math.fsum(pace.wins for pace in paces),
        sum(each.won for each in ahead),
        math.fsum(each.credit for each in ahead),
        gap,
        per_week,
        last_useful,
        tuple(sources(by_source[by_source["sale_type"] == process.name], process, chance, per_week)),
    )


def sources(tables: pd.DataFrame, process: Process, chance: float, per_week: float) -> list[Source]:
    """The sources of one sale type, shared by the first milestones that they brought; `chance` is that of all to win.

    30 and 10 first milestones share 4 a week as 3 and 1.
    """
    opened, won = _decided(tables, "spell", OPENED), _decided(tables, "onward", FIRST)
    reached = {group: done for group, (done, _) in opened.items() if done}
    conversion, to_win = _drawn(opened, _common(opened)), _drawn(won, chance)
    if len(counted(process)) == 1:
        to_win = dict.fromkeys(reached, 1.0)
    together = sum(reached.values())
    found = []
    for group, count in reached.items():
        wins, share = to_win.get(group, chance), count / together
        per_win = 1 / wins if wins > 0 else math.inf
        a_week = (per_week * share, per_week * share / conversion[group])
        found.append(Source(group, count, share, opened[group], won.get(group, (0, 0)), per_win, *a_week))
    return sorted(found, key=lambda source: (-source.reached, source.group))


def _drawn(groups: Mapping[str, Decided], prior: float) -> dict[str, float]:
    """The rate of each group, drawn towards the prior by as much as the groups are alike."""
    strength = prior_strength(groups.values()).strength
    return {group: rate_posterior(*pair, prior, strength).mean for group, pair in groups.items()}


def _common(groups: Mapping[str, Decided]) -> float:
    return sum(done for done, _ in groups.values()) / max(1, sum(decided for _, decided in groups.values()))


def _decided(tables: pd.DataFrame, measure: str, state: int) -> dict[str, Decided]:
    chosen = (tables["measure"] == measure) & (tables["life"] == "kept") & (tables["state"] == state)
    rows: Any = tables[chosen & (tables["cause"] > 0)]
    found: dict[str, Decided] = {}
    for group, cause, count in rows[["group", "cause", "count"]].itertuples(index=False, name=None):
        done, decided = found.get(group, (0, 0))
        found[group] = (done + int(count) * (cause == WENT_ON), decided + int(count))
    return found
