"""What was seen of a deal -> sealed ledger rows. What another system says is asserted at most: no row has evidence."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from milestonectl.deals.fold import separate_voided
from milestonectl.exchange.observation import Observation
from milestonectl.exchange.rules import Rules, plain
from milestonectl.exchange.state import State, state_of
from milestonectl.exchange.timeline import Seen
from milestonectl.model.mapping import IGNORED, LOST, OPEN, WON
from milestonectl.model.row import Row, sealed


def deal_rows(deal: str, timeline: Sequence[Seen], rules: Rules, before: Sequence[Row] = ()) -> list[Row]:
    """The rows that tell what was seen of one deal: it is opened, changed, achieves milestones, is lost or reopened.

    A source that begins in the middle of a deal goes on from what the ledger says of the time before.
    """
    story = _Story(deal, rules)
    if before:
        earlier = [row for row in separate_voided(before)[0] if row.recorded < timeline[0][0]]
        if any(row.event == "opened" for row in earlier):
            story.resume(state_of(earlier, frozenset(rules.wins.values())))
    for moment, _, _, day, observation in timeline:
        story.hear(moment, day, observation)
    return story.rows


@dataclass(slots=True)
class _Story:
    """A deal as told so far."""

    deal: str
    rules: Rules
    rows: list[Row] = field(default_factory=list)
    opened: bool = False
    values: dict[str, str] = field(default_factory=dict)
    written: tuple[str, ...] = ()
    word: str = ""
    resumed: str = ""
    """The milestone or the end that the ledger told last, until the first word is heard."""
    outcome: str = OPEN
    moment: str = ""
    """When the last row was recorded: equal moments follow each other by a microsecond."""

    def resume(self, state: State) -> None:
        """Go on from what is told already."""
        self.opened = True
        self.values = state.values
        self.outcome = state.outcome
        self.resumed = LOST if state.outcome == LOST else state.milestone

    def hear(self, moment: str, day: str, seen: Observation) -> None:
        """One more record of the source, in time."""
        changes = self._changes(seen) if seen.values != self.written or not self.opened else {}
        if not self.opened:
            self._open(moment, day, seen, self._constants() | changes)
        elif changes:
            self._add(moment, day, "changed", seen, changes)
        word = seen.event.strip()
        is_stage = self.rules.mapping.reads == "stages"
        if not word or (is_stage and word == self.word):
            return
        self.word = word
        meanings = self.rules.meanings(word, self.values.get("sale_type", ""))
        stays = is_stage and self.resumed and bool(meanings) and self._milestone(meanings[-1]) == self.resumed
        self.resumed = ""
        for meaning in () if stays else meanings:
            self._happen(meaning, moment, day, seen)

    def _milestone(self, meaning: str) -> str:
        """The milestone of a meaning: winning is the milestone that wins."""
        return self.rules.wins.get(self.values.get("sale_type", ""), "") if meaning == WON else meaning

    def _constants(self) -> dict[str, str]:
        constants = {role: value for role, value in self.rules.mapping.constants.items() if role not in self.values}
        self.values |= constants
        return constants

    def _changes(self, seen: Observation) -> dict[str, str]:
        """What the record says about the deal that was not known; an empty cell says nothing."""
        changes = {}
        before = self.written or ("",) * len(seen.values)
        for role, was, text in zip(self.rules.roles, before, seen.values, strict=True):
            if was == text or (role in self.rules.mapping.keep_first and role in self.values):
                continue
            value = self.rules.value(role, text, seen)
            if value and value != self.values.get(role):
                changes[role] = value
        self.written = seen.values
        self.values |= changes
        return changes

    def _open(self, moment: str, day: str, seen: Observation, values: Mapping[str, str]) -> None:
        """The first record opens the deal, unless the ledger knows it from elsewhere: then it changes it."""
        self.opened = True
        self._add(moment, day, "opened", seen, values)
        if self.deal in self.rules.opened and self.rows[-1].id not in self.rules.known:
            del self.rows[-1]
            self._add(moment, day, "changed", seen, values)

    def _happen(self, meaning: str, moment: str, day: str, seen: Observation) -> None:
        if meaning == IGNORED:
            return
        if meaning == LOST:
            self._add(moment, day, "lost", seen, {"reason": plain(seen.reason) or plain(seen.event)})
            self.outcome = LOST
            return
        moves_on = meaning == OPEN or (self.rules.mapping.reads == "stages" and meaning != WON)
        if moves_on and self.outcome != OPEN:
            self._add(moment, day, "reopened", seen, {"reason": plain(seen.event)})
            self.outcome = OPEN
        self._achieve(meaning, moment, day, seen)

    def _achieve(self, meaning: str, moment: str, day: str, seen: Observation) -> None:
        milestone = self._milestone(meaning)
        if meaning == OPEN or not milestone:
            return
        self._add(moment, day, "achieved", seen, {"milestone": milestone})
        if milestone == self._milestone(WON):
            self.outcome = WON

    def _add(self, moment: str, day: str, event: str, seen: Observation, said: Mapping[str, str]) -> None:
        self.moment = moment if moment > self.moment else following(self.moment)
        named = {
            "recorded_at": self.moment,
            "date": day,
            "deal": self.deal,
            "event": event,
            "source": self.rules.source,
        }
        if seen.by and (by := self.rules.person(seen.by)):
            named["by"] = by
        if seen.note and (note := plain(seen.note)):
            named["note"] = note
        named |= said
        declared = self.rules.declared and {name: named.pop(name) for name in self.rules.declared if name in named}
        self.rows.append(sealed(named, declared) if declared else sealed(named))


_MICROSECOND = datetime.timedelta(microseconds=1)


def following(moment: str) -> str:
    """The next microsecond."""
    number = int(moment[20:26]) + 1
    if number < 1_000_000:
        return f"{moment[:20]}{number:06}Z"
    return (datetime.datetime.fromisoformat(moment) + _MICROSECOND).isoformat(timespec="microseconds")[:26] + "Z"
