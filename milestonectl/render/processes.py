"""Processes on a screen: the list, one of them with the origin of its lines, and what changed in them."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from milestonectl.deals.effect import Effect
from milestonectl.model.node import plain
from milestonectl.model.origin import Origin, OriginLine
from milestonectl.model.process import Process, Processes
from milestonectl.model.revision import Change
from milestonectl.render.screen import Column, Line, Look, Records, Screen, Span, Table
from milestonectl.render.words import inert, plural

_COLUMNS = (
    Column("Process"), Column("Version", right=True), Column("From"), Column("Title", drop=2, shrink=True),
    Column("Gates", right=True), Column("Milestones", right=True), Column("Required", right=True, drop=3),
    Column("Made from", drop=4), Column("Open deals", right=True),
)  # fmt: skip
_MARKS: Mapping[Origin, str] = {"own": " ", "inherited": "<", "overridden": "*"}
_SIGNS: Mapping[str, tuple[str, Look]] = {"tighter": ("+", "warning"), "looser": ("-", "good"), "other": ("~", "")}


def processes_screen(processes: Processes, open_deals: Counter[str], day: datetime.date) -> Screen:
    """Every version of every process. `open_deals` counts the deals that follow each, by `name@version`."""
    rows = [_row(process, open_deals[process.pin]) for process in processes]
    titles = [column.title.casefold().replace(" ", "_") for column in _COLUMNS]
    document = {
        "schema": "milestonectl/process-list/1",
        "as_of": day.isoformat(),
        "processes": [dict(zip(titles, row, strict=True)) for row in rows],
    }
    blocks: list[Line | Table] = [Table(_COLUMNS, rows), "", "One of them: milestonectl process show NAME"]
    return Screen(blocks, document, Records(titles, rows), "Processes")


def _row(process: Process, open_deals: int) -> list[str]:
    required = sum(milestone.required for milestone in process.milestones)
    effective = "always" if process.effective.year == 1970 else process.effective.isoformat()
    counts = [len(process.stages), len(process.milestones), required]
    return [
        process.name, str(process.version), effective, process.title,
        *map(str, counts), process.extends, str(open_deals),
    ]  # fmt: skip


def process_screen(process: Process, lines: Sequence[OriginLine], day: datetime.date) -> Screen:
    """A resolved process, with the origin of each line in the margin."""
    places = [str(line.place.file) + f":{line.place.line}" for line in lines]
    width = max((len(line.text) for line in lines), default=0)
    shown: list[Line] = [
        f"{_MARKS[line.origin]} {line.text:<{width}}  {place}" for line, place in zip(lines, places, strict=True)
    ]
    records = Records(("line", "origin", "place"), [(x.text, x.origin, y) for x, y in zip(lines, places, strict=True)])
    legend = f"  own: {process.file}   < inherited   * overrides what it inherits"
    document = {
        "schema": "milestonectl/process-show/1",
        "as_of": day.isoformat(),
        "process": process.name,
        "version": process.version,
        "definition": plain(process.node) if process.node else {},
        "origins": [{"line": x.text, "origin": x.origin, "place": y} for x, y in zip(lines, places, strict=True)],
    }
    return Screen([*shown, "", legend], document, records, process.pin)


def diff_screen(changes: Sequence[Change], effects: Sequence[Effect], day: datetime.date) -> Screen:
    """What changed, and the open deals whose gates stand differently."""
    lines: list[Line | Table] = []
    for pin in dict.fromkeys(change.process for change in changes):
        lines += ["", Span(pin, "bold")] if lines else [Span(pin, "bold")]
        lines += [_change_line(change) for change in changes if change.process == pin]
    lines += ["", "+ asks for more   - asks for less   ~ neither", ""] if changes else ["Nothing changed."]
    if changes:
        lines.append(f"{plural(len(effects), 'open deal')} would stand differently{':' if effects else '.'}")
        lines += [f"  {effect.deal.id}  {effect_words(effect)}" for effect in effects]
    return Screen(lines, _document(changes, effects, day), title="Process changes")


def _change_line(change: Change) -> Line:
    sign, style = _SIGNS[change.weight]
    return [Span(f"  {sign} ", style), f"{change.subject}: {change.words}" if change.subject else change.words]


def effect_words(effect: Effect) -> str:
    """`prove -> discover, now lacks Needs agreed in writing`."""
    parts = []
    if effect.stage_before != effect.stage_after:
        parts.append(f"{effect.stage_before or 'all gates open'} -> {effect.stage_after or 'all gates open'}")
    parts += [f"now lacks {', '.join(effect.lacks)}"] if effect.lacks else []
    parts += [f"no longer lacks {', '.join(effect.relieved)}"] if effect.relieved else []
    return "; ".join(parts)


def _document(changes: Sequence[Change], effects: Sequence[Effect], day: datetime.date) -> dict[str, Any]:
    return {
        "schema": "milestonectl/process-diff/1",
        "as_of": day.isoformat(),
        "changes": [change._asdict() for change in changes],
        "deals": [
            {
                "deal": effect.deal.id,
                "process": effect.process,
                "stage_before": effect.stage_before,
                "stage_after": effect.stage_after,
                "lacks": list(effect.lacks),
                "no_longer_lacks": list(effect.relieved),
            }
            for effect in effects
        ],
    }


def diff_markdown(changes: Sequence[Change], effects: Sequence[Effect]) -> str:
    """The same for the description of a pull request."""
    if not changes:
        return "No process changes."
    lines = ["## Process changes", ""]
    for pin in dict.fromkeys(change.process for change in changes):
        lines += [f"### {_cell(pin)}", "", "| | Milestone or stage | Change |", "|---|---|---|"]
        for change in changes:
            if change.process == pin:
                lines.append(f"| {_SIGNS[change.weight][0]} | {_cell(change.subject)} | {_cell(change.words)} |")
        lines.append("")
    lines += [f"## {plural(len(effects), 'open deal')} would stand differently", ""]
    if effects:
        lines += ["| Deal | Owner | Effect |", "|---|---|---|"]
        lines += [f"| {_cell(e.deal.id)} | {_cell(e.deal.owner)} | {_cell(effect_words(e))} |" for e in effects]
    return "\n".join(lines).rstrip()


def _cell(text: str) -> str:
    """Text that cannot end its cell or become markup."""
    shown = inert(text)
    for character in "\\`*_[]|":
        shown = shown.replace(character, f"\\{character}")
    return shown.replace("<", "&lt;").replace(">", "&gt;")
