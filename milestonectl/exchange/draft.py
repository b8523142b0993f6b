"""A first draft of a mapping from the files themselves, for somebody who knows the business to finish."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from milestonectl.exchange.importing import Known
from milestonectl.exchange.observation import observe, value_roles
from milestonectl.exchange.shape import Columns, Fitted, Shape, fit, shape_of
from milestonectl.exchange.source import Table
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
_ASSUMED = {"won": ("won", "closed won"), "lost": ("lost", "closed lost")}


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
    fits = [fit(table, shapes, SourceMapping("draft", columns=said)) for table in tables]
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


def _lines(said: Columns, fitted: Sequence[Fitted], workspace: Known) -> Iterator[str]:
    roles = value_roles(workspace.settings.field_names)
    seen = [o for found in fitted for o in observe(found, roles, {}).observations]
    shapes = ", ".join(found.shape.name for found in fitted)
    yield f"# Drafted from {shapes}. Decide what stands as a comment, then: milestonectl import ... --dry-run"
    if said:
        yield "columns:"
        yield from (f"  {role}: {_text(column)}" for role, column in said.items())
        unsaid = [name for found in fitted for name in found.table.header if name not in said.values()]
        yield f"  # not used: {', '.join(unsaid)}"
    yield from _constants(workspace, any(o.values[roles.index("sale_type")].strip() for o in seen))
    yield "# Each word of the source means a milestone, several ([a, b]), won, lost, open or ignored."
    if not any(o.event.strip() for o in seen):
        yield "# No record of these files says in which stage a deal was: add the file that does."
    yield from _section("events:", Counter(o.event.strip() for o in seen), _meanings(workspace))
    sale_types = Counter(o.values[roles.index("sale_type")].strip() for o in seen)
    yield from _section("sale_types:", sale_types, {name: name for name in workspace.processes.versions})
    people = Counter(o.by.strip() for o in seen) + Counter(o.values[roles.index("owner")].strip() for o in seen)
    yield from _section("people:", people, {p.name: p.id for p in workspace.team.people.values()})


def _constants(workspace: Known, has_sale_types: bool) -> Iterator[str]:
    names = list(workspace.processes.versions)
    if not has_sale_types:
        mark = "" if len(names) == 1 else "# "
        yield f"{mark}constants: {{sale_type: {names[0] if names else 'NAME'}}}" + (
            "" if len(names) == 1 else f"   # one of {', '.join(names)}"
        )


def _meanings(workspace: Known) -> dict[str, str]:
    """Words whose meaning is known: ids and titles of milestones, and what everybody calls winning and losing."""
    milestones = [m for process in workspace.processes for m in process.milestones]
    named = {name: m.id for m in milestones for name in (m.id, m.id.replace("-", " "), m.title)}
    return {**named, **{word: outcome for outcome, words in _ASSUMED.items() for word in words}}


def _section(title: str, counted: Counter[str], known: Mapping[str, str]) -> Iterator[str]:
    """What is known is filled in; as long as nothing is, the title is a comment too."""
    folded = {word.casefold(): meaning for word, meaning in known.items()}
    words = [(word, count, folded.get(word.casefold())) for word, count in counted.most_common() if word]
    if words:
        yield title if any(meaning for _, _, meaning in words) else f"# {title}"
    for word, count, meaning in words:
        yield f"  {_text(word)}: {meaning}" if meaning else f"  # {_text(word)}:      # in {count:,} records"


def _text(word: str) -> str:
    return word if _PLAIN.fullmatch(word) and word == word.strip() else json.dumps(word, ensure_ascii=False)
