"""What was seen of a deal -> sealed ledger rows. What another system says is asserted at most: no row has evidence."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from milestonectl.exchange.observation import Observation
from milestonectl.exchange.rules import Rules, plain
from milestonectl.exchange.timeline import Seen
from milestonectl.model.mapping import IGNORED, LOST, OPEN, WON
from milestonectl.model.row import Row, sealed


def deal_rows(deal: str, timeline: Iterable[Seen], rules: Rules) -> list[Row]:
    """The rows that tell what was seen of one deal: it is opened, changed, achieves milestones, is lost or reopened."""
    story = _Story(deal, rules)
    for moment, _, _, day, observation in timeline:
        story.hear(moment, day, observation)
    return story.rows


@dataclass(slots=True)
class _Story:
    """A deal as told so far."""

    deal: str
    rules: Rules
    rows: list[Row] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    written: tuple[str, ...] = ()
    word: str = ""
    outcome: str = OPEN
    moment: str = ""
    """When the last row was recorded: equal moments follow each other by a microsecond."""

    def hear(self, moment: str, day: str, seen: Observation) -> None:
        """One more record of the source, in time."""
        changes = self._changes(seen) if seen.values != self.written or not self.rows else {}
        if not self.rows:
            self._open(moment, day, seen, self._constants() | changes)
        elif changes:
            self._add(moment, day, "changed", seen, changes)
        word = seen.event.strip()
        if not word or (word == self.word and self.rules.mapping.reads == "stages"):
            return
        self.word = word
        for meaning in self.rules.meanings(word, self.values.get("sale_type", "")):
            self._happen(meaning, moment, day, seen)

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
        wins = self.rules.wins.get(self.values.get("sale_type", ""), "")
        milestone = wins if meaning == WON else meaning
        if meaning == OPEN or not milestone:
            return
        self._add(moment, day, "achieved", seen, {"milestone": milestone})
        if milestone == wins:
            self.outcome = WON

    def _add(self, moment: str, day: str, event: str, seen: Observation, said: Mapping[str, str]) -> None:
        self.moment = moment if moment > self.moment else _after(self.moment)
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


def _after(moment: str) -> str:
    """The next microsecond."""
    following = int(moment[20:26]) + 1
    if following < 1_000_000:
        return f"{moment[:20]}{following:06}Z"
    return (datetime.datetime.fromisoformat(moment) + _MICROSECOND).isoformat(timespec="microseconds")[:26] + "Z"
