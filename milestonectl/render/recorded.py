"""What a write did: the row, what it changed, the next ask. Or why nothing was written."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from milestonectl.deals.ask import fitting_plays
from milestonectl.deals.entry import Entry
from milestonectl.deals.gates import Progress
from milestonectl.deals.pipeline import Position
from milestonectl.model.process import Stage
from milestonectl.model.row import Row, cells
from milestonectl.render.asks import log_command, missing_words, nothing_to_ask
from milestonectl.render.layout import plain
from milestonectl.render.rows import row_words, short_id
from milestonectl.render.screen import Column, Command, Line, Span, Table
from milestonectl.render.words import day_words, inert, listed, plural

_UNDATED = frozenset({"planned"})


@dataclass(frozen=True)
class Recorded:
    """An entry that was written, and the deal before and after it."""

    rows: tuple[Row, ...]
    entry: Entry
    before: Position | None
    after: Position | None
    day: datetime.date


def recorded_screen(told: Recorded) -> list[Line | Table]:
    """The row written, what it changed, the next ask."""
    process = told.after.deal.process if told.after else None
    lines: list[Line | Table] = []
    for row in told.rows:
        when = "" if row.event in _UNDATED else f"{day_words(row.date)}, "
        lines.append([Span(f"Recorded {short_id(row)}", "bold"), f": {row.deal}, {when}{row_words(row, process)}"])
    if told.entry.remark:
        lines.append(told.entry.remark)
    if told.entry.blocking:
        lines.append(Span(_passed_shut_gates(told.entry), "warning"))
    if told.after:
        lines += _changes(told.before, told.after)
        lines += _next_ask(told.after)
    return lines


def recorded_words(told: Recorded) -> list[str]:
    """The same without the commands, for a page."""
    return [plain(line) for line in recorded_screen(told) if not isinstance(line, Table | Command)]


def _passed_shut_gates(entry: Entry) -> str:
    titles = listed([standing.milestone.title for standing in entry.blocking])
    return f"Passed without: {titles}. This is on record and counted."


def _changes(before: Position | None, after: Position) -> list[Line]:
    deal, found = after.deal, after.progress
    if before is None or not found.standings:
        return []
    if deal.outcome != before.deal.outcome:
        lacking = len(found.remaining)
        proof = f", with {plural(lacking, 'milestone')} unproven" if deal.outcome == "won" and lacking else ""
        return [f"{deal.id} is {deal.outcome}{proof}."]
    required = found.required
    done = sum(standing.proven for standing in required)
    confirmed = sum(standing.mark == "confirmed" for standing in required)
    tally = f"{done} of {plural(len(required), 'milestone')}, {confirmed} confirmed by the buyer"
    was, now = before.progress.stage, found.stage
    if was is not None and was != now and _passed(was, found):
        return [f"{deal.id} passes the gate of {was.title}: {tally}."]
    where = f"is {deal.outcome}" if deal.outcome != "open" else f"is at {after.stage_title}"
    return [f"{deal.id} {where}: {tally}."]


def _passed(stage: Stage, found: Progress) -> bool:
    return all(standing.done for standing in found.standings if standing.stage.id == stage.id)


def _next_ask(after: Position) -> list[Line]:
    if after.deal.outcome != "open" or not after.progress.next:
        return nothing_to_ask(after)
    upcoming = after.progress.next[0]
    lines: list[Line] = []
    if upcoming.achieved:
        lines.append(["Still missing: ", Span(upcoming.milestone.title, "bold"), f": {missing_words(upcoming)}"])
        return [*lines, Command(f"  {log_command(after.deal.id, upcoming)}")]
    plays = fitting_plays(upcoming.milestone, after.deal)
    question = next((question for play in plays for question in play.ask), "")
    quoted = f' "{question}"' if question else ""
    return [["Next ask: ", Span(upcoming.milestone.title, "bold"), f".{quoted}"]]


def refused_screen(entry: Entry, _day: datetime.date) -> Sequence[Line | Table]:
    """Why nothing was written: each missing item, who can supply it, and the command that would."""
    if not entry.blocking or entry.milestone is None:
        return [f"{entry.refusal or 'There is nothing to record.'}", "Nothing was written."]
    gates = list(dict.fromkeys(s.stage.title for s in entry.blocking if entry.stage and s.stage.id != entry.stage.id))
    needs = [f'"{s.milestone.title}"' for s in entry.blocking if entry.stage and s.stage.id == entry.stage.id]
    shut = [f"the {'gate' if len(gates) == 1 else 'gates'} of {listed(gates)}"] if gates else []
    waits = listed([*shut, *needs])
    rows: list[list[Line]] = []
    for standing in entry.blocking:
        rows.append([Span(standing.milestone.title, "bold"), missing_words(standing)])
        rows.append(["", Command(log_command(entry.deal, standing))])
    return [
        ["Not yet: ", Span(f'"{entry.milestone.title}"', "bold"), f" waits for {waits}."],
        "",
        Table([Column(""), Column("", wrap=True)], rows, indent=2),
        "",
        'Nothing was written. To record it all the same: --override "REASON"; it will show as unproven and be counted.',
    ]


def entry_preview(entry: Entry) -> str:
    """The cells that an entry would write, or that it would be refused."""
    if not entry.rows:
        waiting = listed([standing.milestone.title for standing in entry.blocking])
        return entry.refusal or f"It would be refused: it waits for {waiting}."
    rows = (", ".join(f"{column}={inert(value)}" for column, value in cells(row).items()) for row in entry.rows)
    return "\n".join(["This row:", *rows])
