"""The page of one deal: its gates, what proves each milestone, the next ask, the form that logs, its timeline."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jinja2 import Environment

from milestonectl.deals.ask import fitting_plays
from milestonectl.deals.deal import Deal
from milestonectl.deals.entry import Entry
from milestonectl.deals.gates import Progress, Standing
from milestonectl.deals.pipeline import Position
from milestonectl.model.process import Stage
from milestonectl.model.row import Row
from milestonectl.model.settings import Team
from milestonectl.render.asks import demand_words, missing_words
from milestonectl.render.marks import MARKS
from milestonectl.render.pages.page import Page, page_html
from milestonectl.render.rows import evidence_words, row_words
from milestonectl.render.show import ending_words
from milestonectl.render.words import day, money

KINDS = ("email", "document", "meeting", "signature")


class Words(NamedTuple):
    """What somebody has put into the form."""

    milestone: str = ""
    date: str = ""
    by: str = ""
    kind: str = ""
    ref: str = ""
    contact: str = ""
    role: str = ""
    note: str = ""
    override: str = ""


class Missing(NamedTuple):
    """What a gate waits for."""

    id: str
    title: str
    words: str


class Refused(NamedTuple):
    """Why nothing was written."""

    words: str
    missing: Sequence[Missing] = ()
    since: Sequence[str] = ()
    """What has been recorded since the form was shown."""


@dataclass(frozen=True)
class Form:
    """The form that logs."""

    secret: str
    seen: str
    """Which state of the deal the writer has seen."""
    said: Words
    milestones: Sequence[Standing]
    people: Sequence[tuple[str, str]]
    kinds: Sequence[str]
    contacts: Sequence[str]
    roles: Sequence[str]
    override: bool


class Line(NamedTuple):
    """One milestone of a gate."""

    mark: str
    mark_words: str
    title: str
    required: bool
    day: str
    words: str
    missing: bool
    evidence: list[str]


class Gate(NamedTuple):
    """One stage of the deal."""

    stage: Stage
    state: str
    words: str
    lines: list[Line]


def deal_page(
    templates: Environment, page: Page, found: Position, form: Form, recorded: Sequence[str], refused: Refused | None
) -> str:
    """The page; `recorded` says what an entry has just done, `refused` why one was not written."""
    upcoming = found.progress.next[0] if found.deal.outcome == "open" and found.progress.next else None
    return page_html(
        templates, "deal.html", page, found=found, form=form, recorded=recorded, refused=refused,
        facts=_facts(found.deal, page.team), gates=gates(found.progress, page.day), timeline=_timeline(found.deal),
        upcoming=upcoming, asking=_asking(upcoming),
        plays=fitting_plays(upcoming.milestone, found.deal) if upcoming else (),
    )  # fmt: skip


def log_form(found: Position, said: Words, seen: str, secret: str, team: Team, *, override: bool) -> Form:
    """The form with what is known filled in: the next milestone, and the evidence that it asks for."""
    standings = found.progress.standings if found.deal.outcome != "lost" else ()
    target = found.progress.standing(said.milestone) or next(iter(found.progress.next), None)
    demand = target.milestone.evidence if target else None
    evidence = [item for one in found.deal.achievements.values() for item in one.evidence]
    kinds = {kind: None for one in standings for kind in one.milestone.evidence.kinds}
    roles = {role: None for one in standings for role in one.milestone.evidence.roles}
    filled = said._replace(
        milestone=target.milestone.id if target else said.milestone,
        kind=said.kind or (demand.kinds[0] if demand and demand.kinds else ""),
        role=said.role or (demand.roles[0] if demand and demand.roles else ""),
    )
    return Form(
        secret, seen, filled,
        [one for one in standings if not one.proven and not one.waiver],
        [(person.id, person.name) for person in team.people.values()],
        list(kinds) or list(KINDS),
        sorted({item.contact for item in evidence if item.contact}),
        list(roles),
        override,
    )  # fmt: skip


def refused_entry(entry: Entry) -> Refused:
    """Why a gate or a rule keeps an entry from being written."""
    if not entry.blocking or entry.milestone is None:
        return Refused(entry.refusal or "There is nothing to record.")
    missing = [Missing(one.milestone.id, one.milestone.title, missing_words(one)) for one in entry.blocking]
    return Refused(f"Not yet: “{entry.milestone.title}” waits for what is missing here.", missing)


def changed_meanwhile(deal: Deal, rows: Sequence[Row]) -> Refused:
    """Somebody else has written to the deal since the form was shown."""
    return Refused(f"{deal.id} has changed while you were looking.", (), [row_words(row, deal.process) for row in rows])


def gates(found: Progress, today: datetime.date) -> list[Gate]:
    """The stages of a deal in order, with what each of their milestones lacks."""
    stages = {one.stage.id: one.stage for one in found.standings}
    return [
        _gate(stage, [one for one in found.standings if one.stage.id == stage.id], found, today)
        for stage in stages.values()
    ]


def _gate(stage: Stage, standings: list[Standing], found: Progress, today: datetime.date) -> Gate:
    here = found.stage is not None and found.stage.id == stage.id
    passed = all(one.done for one in standings)
    state, words = ("here", "here now") if here else ("passed", "gate open") if passed else ("ahead", "gate shut")
    return Gate(stage, state, words, [_line(one, found, today) for one in standings])


def _line(one: Standing, found: Progress, today: datetime.date) -> Line:
    achieved = one.achievement
    when = (
        day(achieved.first, today)
        if achieved
        else f"promised for {_planned(one.planned, today)}"
        if one.planned
        else ""
    )
    evidence = [text for row in (achieved.rows if achieved else ()) for text in [evidence_words(row)] if text]
    evidence += [
        evidence_words(item.row) for item in (achieved.evidence if achieved else ()) if item.row.event == "evidence"
    ]
    words, missing = _state_words(one, found)
    return Line(
        one.mark, MARKS[one.mark][1], one.milestone.title, one.milestone.required, when, words, missing, evidence
    )


def _planned(row: Row, today: datetime.date) -> str:
    return day(datetime.date.fromisoformat(row.date), today)


def _state_words(one: Standing, found: Progress) -> tuple[str, bool]:
    """What to say of a milestone, and whether something is missing."""
    if one.waiver is not None and one.achievement is None:
        return f"waived by {one.waiver.by}: {one.waiver.reason}", False
    if one.achievement is None:
        return (missing_words(one).removeprefix("not achieved; ") if one in found.next else ""), False
    facts = [*one.missing]
    if one.achievement.override:
        facts.append(f"overriding the gate: {one.achievement.override}")
    if one.out_of_order:
        facts.append("out of order")
    return "; ".join(facts), bool(facts)


def _facts(deal: Deal, team: Team) -> list[str]:
    title = deal.process.title if deal.process else deal.sale_type
    fields = [f"{name} {value}" for name, value in deal.fields.items()]
    facts = [title, team.name_of(deal.owner), money(deal.amount) if deal.amount else "", ending_words(deal), *fields]
    return [fact for fact in facts if fact]


def _asking(upcoming: Standing | None) -> str:
    if upcoming is None:
        return ""
    demand = f"Proof: {demand_words(upcoming.milestone.evidence)}"
    return f"Missing: {missing_words(upcoming)}. {demand}" if upcoming.achieved else demand


def _timeline(deal: Deal) -> list[tuple[Row, bool]]:
    """Every row, the latest first, and whether it was voided."""
    void = {row.id for row in deal.voided}
    rows = sorted((*deal.rows, *deal.voided), key=lambda row: row.order, reverse=True)
    return [(row, row.id in void) for row in rows]
