"""A first draft of a mapping from the files themselves, for somebody who knows the business to finish."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from milestonectl.exchange.importing import Known
from milestonectl.exchange.observation import observe, value_roles
from milestonectl.exchange.shape import Columns, Fitted, Shape, fit, shape_of
from milestonectl.exchange.source import Table
from milestonectl.exchange.tabular import NoTableError, with_records
from milestonectl.model.errors import UsageError
from milestonectl.model.mapping import SourceMapping
from milestonectl.model.problem import Problem

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/ -]*")
_GUESSES: Mapping[str, tuple[str, ...]] = {
    "deal": (
        "deal",
        "deal id",
        "deal_id",
        "opportunity",
        "opportunity_id",
        "case_id",
        "case",
        "case:concept:name",
        "id",
    ),
    "stamp": ("timestamp", "time:timestamp", "date", "created", "created_at", "time", "at"),
    "event": ("event", "stage", "activity", "concept:name", "status", "milestone", "step"),
    "order": ("seq", "sequence", "sequence_number"),
    "by": ("user", "actor", "created_by", "org:resource", "changed_by", "by"),
    "account": ("account", "company", "customer", "organization", "client"),
    "owner": ("owner", "rep", "sales_agent", "salesperson", "assignee"),
    "amount": ("amount", "value", "revenue", "deal_value", "close_value"),
    "currency": ("currency",),
    "close_date": ("close_date", "expected_close", "close date"),
    "sale_type": ("type", "sale_type", "pipeline", "record_type"),
}
"""What people call such columns, when nothing is known of the system."""
_ASKED = {"deal": "which deal a record is about", "stamp": "when it happened", "event": "what happened, or the stage"}
"""The columns without which no record of events says anything."""
_ENDINGS = {"won": "won", "closed won": "won", "lost": "lost", "closed lost": "lost"}
"""What many call the end of a deal; whether it is one is for somebody to decide, so it is only proposed."""


def guessed_columns(header: Iterable[str]) -> dict[str, str]:
    """Role to a column that is probably meant; each column once."""
    there = {name.casefold().strip(): name for name in header}
    columns: dict[str, str] = {}
    for role, names in _GUESSES.items():
        found = next((there[name] for name in names if name in there and there[name] not in columns.values()), None)
        if found is not None:
            columns[role] = found
    return columns


def draft_mapping(tables: Sequence[Table], shapes: tuple[Shape, ...], workspace: Known) -> str:
    """The text of a mapping file: what could be told is filled in, what must be decided stands as a comment."""
    said = _columns(tables, shapes)
    mapping = SourceMapping("draft", columns=said)
    try:
        checked = [with_records(table, _is_known(table, shapes, said)) for table in tables]
    except NoTableError as error:
        raise UsageError(str(error)) from error
    fits = [fit(table, shapes, mapping) for table in checked]
    problem = next((found for found in fits if isinstance(found, Problem)), None)
    if problem is not None:
        raise UsageError(f"{problem.message}; {problem.hint}")
    fitted = [found for found in fits if isinstance(found, Fitted)]
    return "\n".join(_lines(said, fitted, workspace)) + "\n"


def _columns(tables: Sequence[Table], shapes: tuple[Shape, ...]) -> Columns:
    """Nothing where the shape knows its columns, else guesses."""
    found = [shape_of(table.header, shapes, {}) for table in tables]
    known = all(match is not None and match[0].columns for match in found)
    return {} if known else guessed_columns(name for table in tables for name in table.header)


def _is_known(table: Table, shapes: tuple[Shape, ...], said: Columns) -> bool:
    """Whether the header by itself says that deals stand below it."""
    match = shape_of(table.header, shapes, said)
    return match is not None and (bool(match[0].needs) or match[1].keys() >= _ASKED.keys())


def _lines(said: Columns, fitted: Sequence[Fitted], workspace: Known) -> Iterator[str]:
    roles = value_roles(workspace.settings.field_names)
    seen, _ = observe(fitted, roles, {})
    counted = {
        role: Counter(map(str.strip, texts))
        for role in ("event", "sale_type", "by", "owner")
        for texts in [seen.texts[role]]
    }
    shapes = ", ".join(found.shape.name for found in fitted)
    yield f"# Drafted from {shapes}. Decide what stands as a comment, then: milestonectl import ... --dry-run"
    if said or not all(found.shape.columns for found in fitted):
        yield from _column_lines(said, [name for found in fitted for name in found.table.header])
    yield from _constants(workspace, any(counted["sale_type"]))
    yield "# Each word of the source means a milestone, several ([a, b]), won, lost, open or ignored. A line that says it"
    yield "# already is a proposal: take its # away to agree."
    if not any(counted["event"]) and all("event" in found.columns for found in fitted):
        yield "# No record of these files says in which stage a deal was: add the file that does."
    yield from _section("events:", counted["event"], _meanings(workspace), _ENDINGS)
    sale_types, people = counted["sale_type"], counted["by"] + counted["owner"]
    yield from _section("sale_types:", sale_types, {name: name for name in workspace.processes.versions}, {})
    yield from _section("people:", people, {p.name: p.id for p in workspace.team.people.values()}, {})


def _column_lines(said: Columns, header: Sequence[str]) -> Iterator[str]:
    """The columns as they were guessed; those that no import can do without are asked for."""
    unsaid = [_text(name) for name in header if name not in said.values()]
    yield "columns:" if said else "# columns:"
    yield from (f"  {role}: {_text(column)}" for role, column in said.items())
    yield from (f"  # {role}:      # the column that says {says}" for role, says in _ASKED.items() if role not in said)
    if unsaid:
        yield f"  # not used: {', '.join(unsaid)}"


def _constants(workspace: Known, has_sale_types: bool) -> Iterator[str]:
    names = list(workspace.processes.versions)
    if not has_sale_types:
        mark = "" if len(names) == 1 else "# "
        yield f"{mark}constants: {{sale_type: {names[0] if names else 'NAME'}}}" + (
            "" if len(names) == 1 else f"   # one of {', '.join(names)}"
        )


def _meanings(workspace: Known) -> dict[str, str]:
    """Words whose meaning is known: ids and titles of milestones."""
    milestones = [m for process in workspace.processes for m in process.milestones]
    return {name: m.id for m in milestones for name in (m.id, m.id.replace("-", " "), m.title)}


def _section(
    title: str, counted: Counter[str], known: Mapping[str, str], proposals: Mapping[str, str]
) -> Iterator[str]:
    """What is known is filled in; as long as nothing is, the title is a comment too."""
    folded = {word.casefold(): meaning for word, meaning in known.items()}
    words = [(word, count, folded.get(word.casefold())) for word, count in counted.most_common() if word]
    if words:
        yield title if any(meaning for _, _, meaning in words) else f"# {title}"
    for word, count, meaning in words:
        proposed = proposals.get(word.casefold())
        seen = f"      # in {count:,} record{'s' if count != 1 else ''}"
        yield (
            f"  {_text(word)}: {meaning}"
            if meaning
            else f"  # {_text(word)}:{f' {proposed}' if proposed else ''}{seen}"
        )


def _text(word: str) -> str:
    return word if _PLAIN.fullmatch(word) and word == word.strip() else json.dumps(word, ensure_ascii=False)
