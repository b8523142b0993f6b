"""A page for each rep: one milestone to work on, the deals that wait there, and what they promised. Never a ranking."""

from collections.abc import Mapping, Sequence

from milestonectl.deals.pipeline import Position
from milestonectl.history.coaching import Record
from milestonectl.history.rates import FEWEST_FOR_A_SHARE
from milestonectl.model.process import Play
from milestonectl.render.coach import CoachReport, coached_title
from milestonectl.render.pages.section import Cell, Head, Section, Table, behind, number
from milestonectl.render.rates import RatesReport
from milestonectl.render.words import day_words, plural, short_money, spaced

NOTHING_TO_GAIN = 0.05
"""Deals; less shows as 0.0."""
_SIGNALS = {"coach": "Worth a talk.", "learn from": "Others can learn from it.", "": ""}
_ASKS = (Head("Deal"), Head("Account"), Head("Next ask"), Head("Promised for"), Head("Idle", right=True), Head("Amount", right=True), Head("Look at"))  # fmt: skip
_RECORD = (Head("Milestone"), Head("Went on", right=True), Head("Decided", right=True), Head("Likely rate", right=True), Head("Team", right=True), Head("More deals to gain", right=True))  # fmt: skip


def coaching_section(found: CoachReport, by_rep: RatesReport, positions: Sequence[Position]) -> Section:
    """A part for each rep who has open deals or a record, in the order of names."""
    team = found.team
    owners = sorted(
        {one.deal.owner for one in positions if one.deal.outcome == "open"} | set(found.focus), key=team.name_of
    )
    words = [
        "One milestone for each rep where most is to be gained, each compared with the same step of the same sale type.",
        "Likely rates are drawn to the team's by as much as so few deals ask for; ranges hold 80 %.",
        f"Below {FEWEST_FOR_A_SHARE} deals nothing is concluded. This is no ranking.",
        *_team(found),
    ]  # fmt: skip
    parts = [_part(place, rep, found, by_rep, positions) for place, rep in enumerate(owners, 1)]
    return Section("coaching", "Coaching", words, parts=parts)


def _team(found: CoachReport) -> list[str]:
    if found.headroom is None:
        return ["At no milestone do reps differ by more than chance would make."]
    step = found.headroom
    gain = sum(record.gain for record in step.records)
    where = coached_title(found, step.sale_type, step.milestone)
    rates = f"{step.strength.rate:.0%} go on, in the best quarter of reps {step.exemplary:.0%}"
    return [f"The team has most headroom at {where}: {rates}, {gain:.1f} deals more."]


def _part(place: int, rep: str, found: CoachReport, by_rep: RatesReport, positions: Sequence[Position]) -> Section:
    theirs = [one for one in positions if one.deal.owner == rep and one.deal.outcome == "open"]
    name = found.team.name_of(rep) or "Nobody"
    record = found.focus.get(rep)
    booked = found.booked.get(rep, 0)
    words = _words(record, found)
    if booked:
        words.append(f"{plural(booked, 'deal')} booked afterwards; not counted here, and nothing to learn from.")
    tables = [_record(record, found, by_rep, name)] if record else []
    tables += [_asks(theirs, name)] if theirs else []
    return Section(f"rep-{place}", name, words, tables=tables)


def _words(record: Record | None, found: CoachReport) -> list[str]:
    if record is None:
        return ["Too few deals were decided to say where more is to be gained."]
    where = coached_title(found, record.sale_type, record.milestone)
    if record.decided < FEWEST_FOR_A_SHARE:
        return [f"Where to look first: {where}. So far few deals: nothing is concluded."]
    if record.gain < NOTHING_TO_GAIN:
        return ["Nothing stands out: as good as the best quarter of the team wherever enough deals say so."]
    said = [f"Where most is to be gained: {where}. {_SIGNALS[record.signal]}".strip()]
    questions = [question for play in _plays(record, found) for question in play.ask[:1]]
    return [*said, f"To ask there: {' '.join(f'“{question}”' for question in questions)}"] if questions else said


def _plays(record: Record, found: CoachReport) -> Sequence[Play]:
    """Of the milestone that deals at this step wait for."""
    process = found.processes[record.sale_type]
    ids = [milestone.id for milestone in process.milestones]
    awaited = ids.index(record.milestone) + 1 if record.milestone in ids else 0
    return process.milestones[awaited].plays if awaited < len(ids) else ()


def _record(record: Record, found: CoachReport, by_rep: RatesReport, name: str) -> Table:
    fates: Mapping[str, Sequence[str]] = by_rep.deals.get((record.sale_type, record.rep, record.state), {})
    went_on, lost = list(fates.get("went on", ())), list(fates.get("lost", ()))
    where = coached_title(found, record.sale_type, record.milestone)
    low, high = record.interval
    enough = record.decided >= FEWEST_FOR_A_SHARE
    row = [
        Cell(where),
        number(record.went_on, behind(f"{name}: went on from {where}", went_on)),
        number(record.decided, behind(f"{name}: decided at {where}", went_on + lost)),
        Cell(f"{record.shrunk:.0%} ({100 * low:.0f}-{100 * high:.0f})", record.shrunk),
        Cell(f"{record.team_rate:.0%}", record.team_rate),
        number(record.gain, places=1) if enough else Cell("few deals", 0.0, tone="quiet"),
    ]
    return Table(f"{name}: the record behind it", _RECORD, [row])


def _asks(theirs: Sequence[Position], name: str) -> Table:
    ordered = sorted(theirs, key=lambda one: (-len(one.flags), one.deal.id))
    return Table(f"{name}: open deals and the next ask", _ASKS, [_ask(one) for one in ordered])


def _ask(one: Position) -> list[Cell]:
    upcoming = one.progress.next[0] if one.progress.next else None
    promised = upcoming.planned.date if upcoming and upcoming.planned else ""
    return [
        Cell(one.deal.id, behind=behind(one.deal.id, [one.deal.id])),
        Cell(one.deal.account),
        Cell(upcoming.milestone.title if upcoming else ""),
        Cell(day_words(promised) if promised else "", promised),
        Cell(f"{one.idle}d", one.idle),
        Cell(
            short_money(one.deal.amount) if one.deal.amount else "",
            float(one.deal.amount.amount) if one.deal.amount else 0.0,
        ),
        Cell(", ".join(spaced(flag.name) for flag in one.flags)),
    ]
