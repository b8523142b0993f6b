"""Where a deal stands: its milestones one by one, its gates, its stage, what remains and what comes next."""

import datetime
from dataclasses import dataclass, replace
from typing import Literal

from milestonectl.deals.deal import Achievement, Deal, Evidence
from milestonectl.model.process import EvidenceDemand, Milestone, Process, Stage, reaches
from milestonectl.model.row import Row

Mark = Literal["confirmed", "documented", "asserted", "open", "waived", "lapsed"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One milestone of one deal on one day."""

    milestone: Milestone
    stage: Stage
    achievement: Achievement | None
    lapsed: datetime.date | None
    """The day it lapsed, if it did."""
    waiver: Row | None
    planned: Row | None
    """The latest promise that is still to be kept."""
    missing: tuple[str, ...]
    """What is still to be shown, in words; empty when achieved and proven, or waived."""
    out_of_order: bool = False

    @property
    def achieved(self) -> bool:
        """Achieved, and not lapsed since."""
        return self.achievement is not None and self.lapsed is None

    @property
    def proven(self) -> bool:
        """Achieved, and with the evidence that the process asks for."""
        return self.achieved and not self.missing

    @property
    def required(self) -> bool:
        """Whether the gate waits for it."""
        return self.milestone.required and self.waiver is None

    @property
    def done(self) -> bool:
        """Whether the gate need not wait for it any more."""
        return self.proven or not self.required

    @property
    def mark(self) -> Mark:
        """How it shows at a glance."""
        if self.achievement is not None:
            return "lapsed" if self.lapsed else self.achievement.level
        return "waived" if self.waiver else "open"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one deal stands on one day."""

    standings: tuple[Standing, ...]
    """Every milestone that applies, in the order of the process."""
    stage: Stage | None
    """The first stage whose gate is not open; nothing when all are."""

    @property
    def required(self) -> tuple[Standing, ...]:
        """The milestones that gates wait for, waived ones left out."""
        return tuple(standing for standing in self.standings if standing.required)

    @property
    def remaining(self) -> tuple[Standing, ...]:
        """Required, and not both achieved and proven."""
        return tuple(standing for standing in self.required if not standing.proven)

    @property
    def next(self) -> tuple[Standing, ...]:
        """What can be asked for now: what the first shut gate waits for, as far as its needs are met, in order."""
        waiting = {standing.milestone.id for standing in self.standings if not (standing.achieved or standing.waiver)}
        return tuple(s for s in self.remaining if s.stage == self.stage and waiting.isdisjoint(s.milestone.needs))

    @property
    def completed(self) -> float:
        """Share of the required milestones that are achieved and proven; 1 when nothing is required."""
        required = self.required
        return sum(standing.proven for standing in required) / len(required) if required else 1.0

    @property
    def unproven(self) -> tuple[Standing, ...]:
        """Achieved, but without the evidence that the process asks for."""
        return tuple(standing for standing in self.standings if standing.achieved and not standing.proven)

    @property
    def out_of_order(self) -> tuple[Standing, ...]:
        """Achieved on an earlier day than something before it, or without it."""
        return tuple(standing for standing in self.standings if standing.out_of_order)

    def standing(self, milestone_id: str) -> Standing | None:
        """The standing of one milestone; nothing when it does not apply."""
        return next((s for s in self.standings if s.milestone.id == milestone_id), None)


NO_PROGRESS = Progress((), None)


def progress(deal: Deal, day: datetime.date) -> Progress:
    """The standing of every milestone that applies. A closed deal stands as it did when it closed."""
    if deal.process is None:
        return NO_PROGRESS
    on = min(day, deal.closed) if deal.closed else day
    standings = tuple(
        _standing(deal, stage, milestone, on)
        for stage, milestone in deal.process.placed()
        if milestone.when.holds(deal.facts) or milestone.id in deal.achievements
    )
    ordered = tuple(_in_order(standing, standings, deal.process) for standing in standings)
    return Progress(ordered, _stage(deal.process, ordered))


def blocking(milestone: Milestone, stage: Stage, found: Progress, process: Process) -> tuple[Standing, ...]:
    """What a gate or a need still waits for before a milestone may be logged."""
    earlier = {other.id for other in process.stages[: [s.id for s in process.stages].index(stage.id)]}
    gated = [s for s in found.standings if s.stage.id in earlier and not s.done]
    needed = [
        s
        for s in found.standings
        if s.milestone.id in milestone.needs and s.stage.id not in earlier and not (s.achieved or s.waiver)
    ]
    return (*gated, *needed)


def _standing(deal: Deal, stage: Stage, milestone: Milestone, day: datetime.date) -> Standing:
    achievement = _current(deal.achievements.get(milestone.id), milestone.valid_for_days)
    waiver = deal.waivers.get(milestone.id)
    lapsed = _lapsed(achievement, milestone.valid_for_days, day)
    missing = () if waiver and not achievement else _missing(achievement, lapsed, milestone.evidence)
    return Standing(milestone, stage, achievement, lapsed, waiver, _open_promise(deal, milestone.id), missing)


def _current(achievement: Achievement | None, valid_for_days: int | None) -> Achievement | None:
    """The achievement with the evidence that has not lapsed: what was proven long ago is to be proven again."""
    if achievement is None or valid_for_days is None or achievement.times == 1:
        return achievement
    oldest = achievement.last - datetime.timedelta(days=valid_for_days)
    return replace(achievement, evidence=tuple(item for item in achievement.evidence if item.date >= oldest))


def _open_promise(deal: Deal, milestone: str) -> Row | None:
    """The latest promise, if the milestone was not achieved after it was made."""
    plans = deal.plans.get(milestone, ())
    achievement = deal.achievements.get(milestone)
    kept = bool(plans and achievement and achievement.rows[-1].recorded >= plans[-1].recorded)
    return plans[-1] if plans and not kept else None


def _lapsed(achievement: Achievement | None, valid_for_days: int | None, day: datetime.date) -> datetime.date | None:
    if achievement is None or valid_for_days is None:
        return None
    until = achievement.last + datetime.timedelta(days=valid_for_days)
    return until if until < day else None


def _missing(achievement: Achievement | None, lapsed: datetime.date | None, demand: EvidenceDemand) -> tuple[str, ...]:
    if achievement is None:
        return ("not achieved",)
    if lapsed is not None:
        return (f"lapsed on {lapsed.isoformat()}: to be confirmed again",)
    if demand == EvidenceDemand() or (demand.level == "asserted" and not (demand.kinds or demand.roles)):
        return ()
    shortfalls = [shortfall(item, achievement.first, demand) for item in achievement.evidence]
    return min(shortfalls, key=len) if shortfalls else shortfall(None, achievement.first, demand)


def shortfall(item: Evidence | None, achieved: datetime.date, demand: EvidenceDemand) -> tuple[str, ...]:
    """What one item lacks to prove a milestone; evidence may be at most `max_age_days` older than the achievement."""
    if item is None:
        return (f"no evidence: {_asked(demand)} is asked for",)
    lacks = []
    if not reaches(item.level, demand.level):
        lacks.append(_level_words(item, demand))
    if demand.kinds and item.kind not in demand.kinds:
        lacks.append(f"{item.kind or 'nothing'} is on record; asked for: {_either(demand.kinds)}")
    if demand.roles and item.role not in demand.roles:
        lacks.append(f"it must come from the {_either(demand.roles)}")
    if demand.max_age_days is not None and (achieved - item.date).days > demand.max_age_days:
        lacks.append(f"the evidence is older than {demand.max_age_days} days")
    return tuple(lacks)


def _level_words(item: Evidence, demand: EvidenceDemand) -> str:
    if item.level == "documented":
        return "on record, but the buyer has not confirmed it"
    if item.row.source:
        return f"imported: {_asked(demand)} is asked for"
    return f"only asserted: {_asked(demand)} is asked for"


def _asked(demand: EvidenceDemand) -> str:
    what = _either(demand.kinds) if demand.kinds else "evidence"
    source = f" from the {_either(demand.roles)}" if demand.roles else " from the buyer"
    return what + (source if demand.roles or demand.level == "confirmed" else "")


def _either(words: tuple[str, ...]) -> str:
    *first, last = [word.replace("-", " ") for word in words]
    return f"{', '.join(first)} or {last}" if first else last


def _in_order(standing: Standing, standings: tuple[Standing, ...], process: Process) -> Standing:
    if standing.achievement is None:
        return standing
    stage_order = {stage.id: position for position, stage in enumerate(process.stages)}
    for other in standings:
        before = stage_order[other.stage.id] < stage_order[standing.stage.id]
        if not ((other.required and before) or other.milestone.id in standing.milestone.needs):
            continue
        if other.waiver is None and (other.achievement is None or other.achievement.first > standing.achievement.first):
            return replace(standing, out_of_order=True)
    return standing


def _stage(process: Process, standings: tuple[Standing, ...]) -> Stage | None:
    shut = {standing.stage.id for standing in standings if not standing.done}
    return next((stage for stage in process.stages if stage.id in shut), None)
