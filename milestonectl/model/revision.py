"""What changed between two definitions of a process, in the words of somebody who sells by it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from milestonectl.model.condition import describe
from milestonectl.model.process import LEVELS, EvidenceDemand, Milestone, Process, Processes, Stage

Weight = Literal["tighter", "looser", "other"]
"""Whether deals need more than before, less, or the same."""


class Change(NamedTuple):
    """One change: where, what, and whether it asks for more."""

    process: str
    """The version it is in, as `renewal@2`."""
    subject: str
    """The stage or milestone; empty for the process itself."""
    words: str
    weight: Weight = "other"


@dataclass(frozen=True, slots=True)
class Pair:
    """A version, and what it is compared with: the same version before, or the version that it follows."""

    new: Process | None
    old: Process | None


def pairs(old: Processes, new: Processes) -> list[Pair]:
    """Every version that is in either of two sets of definitions, with what to compare it with."""
    before = {process.pin: process for process in old}
    after = {process.pin: process for process in new}
    found = [Pair(process, before.get(pin) or _predecessor(process, new)) for pin, process in after.items()]
    return [*found, *(Pair(None, process) for pin, process in before.items() if pin not in after)]


def _predecessor(process: Process, among: Processes) -> Process | None:
    earlier = [other for other in among.versions.get(process.name, ()) if other.version < process.version]
    return max(earlier, key=lambda other: other.version, default=None)


def changes(old: Processes, new: Processes) -> list[Change]:
    """Everything that changed, process by process."""
    return [change for pair in pairs(old, new) for change in pair_changes(pair, old)]


def pair_changes(pair: Pair, known: Processes) -> list[Change]:
    """What changed in one version."""
    if pair.new is None:
        return [Change(pair.old.pin, "", "removed", "looser")] if pair.old is not None else []
    if pair.old is None:
        return [Change(pair.new.pin, "", "a new process", "other")]
    found = list(_process_changes(pair.old, pair.new))
    if pair.new.pin != pair.old.pin and known.pinned(pair.new.pin) is None:
        words = f"a new version after {pair.old.pin}, for deals opened from {pair.new.effective.isoformat()}"
        return [Change(pair.new.pin, "", words), *found]
    return found


def _process_changes(old: Process, new: Process) -> Iterator[Change]:
    if old.title != new.title:
        yield Change(new.pin, "", f'called "{new.title}", was "{old.title}"')
    if old.effective != new.effective and old.pin == new.pin:
        yield Change(new.pin, "", f"effective from {new.effective.isoformat()}, was {old.effective.isoformat()}")
    if old.wins != new.wins:
        yield Change(new.pin, "", f"won by {new.wins}, was {old.wins}")
    if old.contract_value != new.contract_value:
        yield Change(new.pin, "", f"contract value {new.contract_value}, was {old.contract_value}")
    yield from _stage_changes(old, new)
    yield from _milestone_changes(old, new)


def _stage_changes(old: Process, new: Process) -> Iterator[Change]:
    before = {stage.id: stage for stage in old.stages}
    after = {stage.id: stage for stage in new.stages}
    for name, stage in after.items():
        if name not in before:
            yield Change(new.pin, name, "a new stage, with a gate of its own", "tighter")
        elif stage.title != before[name].title or stage.objective != before[name].objective:
            yield Change(new.pin, name, "title or objective of the stage changed")
    for name in before:
        if name not in after:
            yield Change(new.pin, name, "the stage and its gate are gone", "looser")
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield Change(new.pin, "", f"the stages come in another order: {', '.join(after)}")


def _milestone_changes(old: Process, new: Process) -> Iterator[Change]:
    before = {milestone.id: (stage, milestone) for stage, milestone in old.placed()}
    after = {milestone.id: (stage, milestone) for stage, milestone in new.placed()}
    renamed = _renamed(before, after)
    for name, (stage, milestone) in after.items():
        if name in before:
            yield from _differences(new.pin, before[name], (stage, milestone))
        elif name in renamed:
            yield Change(
                new.pin,
                name,
                f"renamed from {renamed[name]}; what was logged under that id no longer counts",
                "tighter",
            )
            yield from _differences(new.pin, before[renamed[name]], (stage, milestone))
        else:
            weight: Weight = "tighter" if milestone.required else "other"
            kind = "required" if milestone.required else "optional"
            yield Change(new.pin, name, f"added to {stage.title}, {kind}{_when(milestone)}", weight)
    for name, (_, milestone) in before.items():
        if name not in after and name not in renamed.values():
            yield Change(new.pin, name, "dropped", "looser" if milestone.required else "other")


_Placed = tuple[Stage, Milestone]


def _renamed(before: dict[str, _Placed], after: dict[str, _Placed]) -> dict[str, str]:
    """New ids whose milestone has the title of one that is gone: new id to old id."""
    gone = {milestone.title.casefold(): name for name, (_, milestone) in before.items() if name not in after}
    come = {name: milestone.title.casefold() for name, (_, milestone) in after.items() if name not in before}
    return {name: gone[title] for name, title in come.items() if title in gone}


def _when(milestone: Milestone) -> str:
    return f", for deals with {describe(milestone.when)}" if milestone.when.groups else ""


def _differences(pin: str, before: _Placed, after: _Placed) -> Iterator[Change]:
    (old_stage, old), (new_stage, new) = before, after
    if old_stage.id != new_stage.id:
        yield Change(pin, new.id, f"moved from {old_stage.title} to {new_stage.title}")
    if old.required != new.required:
        yield Change(pin, new.id, *(("now required", "tighter") if new.required else ("now optional", "looser")))
    if old.when != new.when:
        words = describe(new.when) or "every deal"
        yield Change(
            pin, new.id, f"applies to {words}, was {describe(old.when) or 'every deal'}", _condition_weight(old, new)
        )
    if old.needs != new.needs:
        added, gone = _added(old.needs, new.needs), _added(new.needs, old.needs)
        yield Change(pin, new.id, _set_words("needs", added, gone), "tighter" if added and not gone else "other")
    yield from _evidence_changes(pin, new.id, old.evidence, new.evidence)
    for field, in_words in _PLAIN:
        if getattr(old, field) != getattr(new, field):
            yield Change(pin, new.id, in_words(getattr(old, field), getattr(new, field)))
    if old.valid_for_days != new.valid_for_days:
        tighter = new.valid_for_days is not None and (old.valid_for_days or new.valid_for_days + 1) > new.valid_for_days
        yield Change(
            pin,
            new.id,
            _days_words("lapses after", old.valid_for_days, new.valid_for_days),
            "tighter" if tighter else "looser",
        )


_PLAIN: Sequence[tuple[str, Callable[[Any, Any], str]]] = (
    ("title", lambda old, new: f'called "{new}", was "{old}"'),
    ("side", lambda old, new: f"on the side of {new}, was {old}"),
    ("typical_days", lambda old, new: _days_words("usually takes", old, new)),
    ("indicators", lambda _old, _new: "other indicators"),
    ("plays", lambda _old, _new: "other plays"),
)


def _condition_weight(old: Milestone, new: Milestone) -> Weight:
    if not new.when.groups:
        return "tighter"
    return "looser" if not old.when.groups else "other"


def _evidence_changes(pin: str, subject: str, old: EvidenceDemand, new: EvidenceDemand) -> Iterator[Change]:
    if old.level != new.level:
        weight: Weight = "tighter" if LEVELS.index(new.level) > LEVELS.index(old.level) else "looser"
        yield Change(pin, subject, f"evidence must be {new.level}, was {old.level}", weight)
    for what, before, after in (("kinds", old.kinds, new.kinds), ("roles", old.roles, new.roles)):
        if set(before) != set(after):
            added, gone = _added(before, after), _added(after, before)
            yield Change(pin, subject, _set_words(f"evidence: {what}", added, gone), _choice_weight(before, after))
    if old.max_age_days != new.max_age_days:
        tighter = new.max_age_days is not None and (old.max_age_days or new.max_age_days + 1) > new.max_age_days
        words = _days_words("evidence: no older than", old.max_age_days, new.max_age_days)
        yield Change(pin, subject, words, "tighter" if tighter else "looser")


def _choice_weight(before: Sequence[str], after: Sequence[str]) -> Weight:
    """Fewer alternatives are tighter; none at all admits everything."""
    if not before or (after and set(after) < set(before)):
        return "tighter"
    return "looser" if not after or set(after) > set(before) else "other"


def _added(before: Sequence[str], after: Sequence[str]) -> list[str]:
    return [word for word in after if word not in before]


def _set_words(what: str, added: Sequence[str], gone: Sequence[str]) -> str:
    parts = [f"with {', '.join(added)}"] if added else []
    parts += [f"without {', '.join(gone)}"] if gone else []
    return f"{what} {' and '.join(parts) or 'in another order'}"


def _days_words(what: str, old: int | None, new: int | None) -> str:
    return f"{what} {_days(new)}, was {_days(old)}"


def _days(number: int | None) -> str:
    return "unlimited" if number is None else f"{number} days"
