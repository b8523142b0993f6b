"""What an entry would write: the rows, or what keeps it from being written."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from milestonectl.deals.deal import Deal
from milestonectl.deals.gates import Standing, blocking, progress
from milestonectl.model.process import Milestone, Stage
from milestonectl.model.row import Row


class Proof(NamedTuple):
    """One item of evidence as somebody names it: `email:2f9c`."""

    kind: str
    ref: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says in one `log`."""

    date: datetime.date
    by: str
    proofs: tuple[Proof, ...] = ()
    contact: str = ""
    role: str = ""
    note: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """The rows of one entry. No rows: it is refused, and `blocking` or `refusal` says why."""

    deal: str
    rows: tuple[Row, ...] = ()
    milestone: Milestone | None = None
    stage: Stage | None = None
    blocking: tuple[Standing, ...] = ()
    refusal: str = ""
    remark: str = ""
    """What the writer should know besides."""


def log_entry(deal: Deal, milestone_id: str, said: Said, *, enforce: bool) -> Entry:
    """Log a milestone, or add evidence to one that is achieved already.

    Refused when a gate or a need before it is not satisfied, unless gates only warn or the entry overrides them. An
    override that no gate asked for is left out of the record.
    """
    found = progress(deal, said.date)
    stage, milestone = next((s, m) for s, m in (deal.process.placed() if deal.process else ()) if m.id == milestone_id)
    refusal = _never(deal, milestone, said)
    if refusal:
        return Entry(deal.id, refusal=refusal)
    standing = found.standing(milestone_id)
    if standing is not None and standing.achieved and not _wins_again(deal, milestone):
        return Entry(deal.id, tuple(_evidence_rows(deal, milestone_id, said, said.proofs)), milestone, stage)
    before = blocking(milestone, stage, found, deal.process) if deal.process else ()
    if before and enforce and not said.override:
        return Entry(deal.id, (), milestone, stage, before)
    rows = tuple(_achieved_rows(deal, milestone_id, said if before else replace(said, override="")))
    return Entry(deal.id, rows, milestone, stage, before, remark=_spare_override(before, said))


def plan_entry(deal: Deal, milestone: Milestone, row: Row, day: datetime.date) -> Entry:
    """Promise a milestone that an open deal still waits for."""
    standing = progress(deal, day).standing(milestone.id)
    return _unless(_closed(deal) or _not_awaited(deal, milestone, standing), deal, milestone, row)


def waive_entry(deal: Deal, milestone: Milestone, row: Row, day: datetime.date) -> Entry:
    """Waive a milestone that an open deal still waits for; the one that wins the deal cannot be waived."""
    standing = progress(deal, day).standing(milestone.id)
    refusal = _closed(deal) or _not_awaited(deal, milestone, standing)
    if deal.process and milestone.id == deal.process.wins:
        refusal = f'"{milestone.title}" wins the deal: it cannot be waived.'
    elif not refusal and standing and standing.waiver:
        refusal = f'"{milestone.title}" is waived already: {standing.waiver.reason}'
    return _unless(refusal, deal, milestone, row)


def _unless(refusal: str, deal: Deal, milestone: Milestone, row: Row) -> Entry:
    return Entry(deal.id, refusal=refusal) if refusal else Entry(deal.id, (row,), milestone)


def _closed(deal: Deal) -> str:
    back = f"If the buyer is back: milestonectl reopen {deal.id} --reason TEXT"
    return "" if deal.outcome == "open" else f"{deal.id} is {deal.outcome}. {back}"


def _not_awaited(deal: Deal, milestone: Milestone, standing: Standing | None) -> str:
    if standing is None:
        return f'"{milestone.title}" does not apply to {deal.id}.'
    if standing.proven and standing.achievement:
        return f'"{milestone.title}" was achieved on {standing.achievement.last.isoformat()} already.'
    return ""


def _wins_again(deal: Deal, milestone: Milestone) -> bool:
    """Whether the deal was won and reopened, so that only a further achievement wins it."""
    return deal.outcome == "open" and deal.process is not None and milestone.id == deal.process.wins


def _spare_override(before: tuple[Standing, ...], said: Said) -> str:
    return "No gate was in the way: the override is left out of the record." if said.override and not before else ""


def _never(deal: Deal, milestone: Milestone, said: Said) -> str:
    standing = progress(deal, said.date).standing(milestone.id)
    if deal.outcome == "lost":
        return _closed(deal)
    if said.date < deal.opened:
        return f"{deal.id} was opened on {deal.opened.isoformat()}; nothing was achieved in it before."
    if standing is None:
        return f'"{milestone.title}" does not apply to {deal.id}.'
    if standing.achieved and not said.proofs and not _wins_again(deal, milestone):
        day = standing.achievement.last.isoformat() if standing.achievement else ""
        return (
            f'"{milestone.title}" was achieved on {day} already. '
            f"To add evidence: milestonectl log {deal.id} {milestone.id} --evidence KIND:REF"
        )
    return ""


def _achieved_rows(deal: Deal, milestone: str, said: Said) -> list[Row]:
    first = said.proofs[0] if said.proofs else Proof("", "")
    achieved = Row(
        date=said.date.isoformat(), deal=deal.id, event="achieved", milestone=milestone, by=said.by,
        kind=first.kind, ref=first.ref, sha256=first.sha256, contact=said.contact, role=said.role,
        note=said.note, reason=said.override,
    )  # fmt: skip
    return [achieved, *_evidence_rows(deal, milestone, said, said.proofs[1:])]


def _evidence_rows(deal: Deal, milestone: str, said: Said, proofs: Sequence[Proof]) -> list[Row]:
    return [
        Row(
            date=said.date.isoformat(), deal=deal.id, event="evidence", milestone=milestone, by=said.by,
            kind=proof.kind, ref=proof.ref, sha256=proof.sha256, contact=said.contact, role=said.role, note=said.note,
        )
        for proof in proofs
    ]  # fmt: skip


def ending_entry(deal: Deal, row: Row) -> Entry:
    """Close an open deal as lost, or open one again that has ended."""
    if row.event == "lost" and deal.outcome != "open":
        return Entry(deal.id, refusal=f"{deal.id} is {deal.outcome} already.")
    if row.event == "reopened" and deal.outcome == "open":
        return Entry(deal.id, refusal=f"{deal.id} is open.")
    return Entry(deal.id, (row,))
