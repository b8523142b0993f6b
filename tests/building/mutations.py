"""Random single edits of process definitions, and whether the validator notices those that change what is meant."""

import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from workspace_building import PACKS, TODAY

from milestonectl.checks import check
from milestonectl.files.definitions import load_definitions
from milestonectl.files.yaml import parse_yaml
from milestonectl.model.node import Node, plain
from milestonectl.model.problem import Problem
from milestonectl.model.workspace import Workspace

SETTINGS = (
    b"fields:\n  region: {choices: [EMEA, AMER, APAC]}\n  competitor: {}\n  seats: {type: number}\n"
    b"  contract_kind: {choices: [on-premises, hosted]}\n"
)
FREE = frozenset({"title", "objective", "indicators", "ask", "send", "do"})
"""Keys whose texts are for people: another text is another text."""
DECIDED = frozenset(
    {"version", "effective", "contract_value", "multiplier", "max_age_days", "typical_days", "valid_for_days"}
)
"""Keys whose value somebody decides: without them, or with another number, the process is another valid one."""
OPTIONAL = DECIDED | FREE | {
    "prior", "when", "plays", "needs", "required", "side", "evidence", "kinds", "roles", "level", "drop", "extends",
}  # fmt: skip


class Entry(NamedTuple):
    """A value of a file, and how to get to it."""

    path: tuple[str | int, ...]
    node: Node
    holder: Node


class Mutant(NamedTuple):
    """A file after one edit."""

    kind: str
    entry: Entry
    line: int
    text: str


class Outcome(NamedTuple):
    """What became of a mutant: `reported` at its line, `valid` by intent, or `missed`."""

    verdict: str
    mutant: Mutant
    problems: list[Problem]


def entries(node: Node, path: tuple[str | int, ...] = ()) -> Iterator[Entry]:
    """Every value below a node."""
    below: list[tuple[str | int, Node]] = [*node.mapping.items(), *enumerate(node.items)]
    for step, child in below:
        yield Entry((*path, step), child, node)
        yield from entries(child, (*path, step))


def misspelt(word: str, chance: random.Random) -> str:
    """A word with two letters swapped, one left out, or one doubled."""
    position = chance.randrange(len(word) - 1) if len(word) > 1 else 0
    swapped = word[:position] + word[position + 1 : position + 2] + word[position] + word[position + 2 :]
    dropped = word[:position] + word[position + 1 :]
    doubled = word[: position + 1] + word[position:]
    return chance.choice([other for other in (swapped, dropped, doubled) if other and other != word] or [word + "x"])


def mutants(text: str, chance: random.Random, number: int) -> Iterator[Mutant]:
    """So many edits of a file, each of it alone."""
    root, _ = parse_yaml(text.encode(), "x")
    assert root is not None
    found = list(entries(root))
    while number:
        mutant = _mutant(text, chance.choice(found), chance)
        if mutant is not None and mutant.text != text:
            number -= 1
            yield mutant


def _mutant(text: str, entry: Entry, chance: random.Random) -> Mutant | None:
    kind = chance.choice(["rename key", "delete", "retype", "rename value"])
    node, key = entry.node, entry.node.key
    scalar = not node.mapping and not node.items
    if kind == "rename key" and key is not None:
        return Mutant(
            kind, entry, key.line, _replaced(text, key.line, key.column, key.end_column, str(entry.path[-1]), chance)
        )
    if kind == "delete" and _stands_alone(text, entry):
        return Mutant(kind, entry, (key or node.place).line, _deleted(text, entry))
    if kind == "retype" and scalar and node.place.line == node.place.end_line:
        return Mutant(kind, entry, node.place.line, _spliced(text, node, _other_type(node.value)))
    if kind == "rename value" and isinstance(node.value, str) and node.value and scalar and "\n" not in node.value:
        place = node.place
        if place.line == place.end_line:
            return Mutant(kind, entry, place.line, _spliced(text, node, misspelt(node.value, chance)))
    return None


def _other_type(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return "soon"
    return "17"


def _replaced(text: str, line: int, start: int, end: int, word: str, chance: random.Random) -> str:
    lines = text.split("\n")
    lines[line - 1] = lines[line - 1][: start - 1] + misspelt(word, chance) + lines[line - 1][end - 1 :]
    return "\n".join(lines)


def _spliced(text: str, node: Node, value: str) -> str:
    lines, place = text.split("\n"), node.place
    line = lines[place.line - 1]
    quoted = f'"{value}"' if re.search(r"[:#,\[\]{}\"']", value) else value
    lines[place.line - 1] = line[: place.column - 1] + quoted + line[place.end_column - 1 :]
    return "\n".join(lines)


def _stands_alone(text: str, entry: Entry) -> bool:
    """Whether the entry has lines of its own, below a key of its own."""
    start = entry.node.key or entry.node.place
    before = text.split("\n")[start.line - 1][: start.column - 1].strip()
    return before in ("", "-") and (before == "" or entry.node.key is None)


def _deleted(text: str, entry: Entry) -> str:
    lines = text.split("\n")
    start, end = (entry.node.key or entry.node.place).line, entry.node.place.end_line
    if ((entry.node.mapping or entry.node.items) and entry.node.place.end_column == 1) or end > start:
        while end > start and (end > len(lines) or _indent(lines[end - 1]) <= _indent(lines[start - 1])):
            end -= 1
    return "\n".join(lines[: start - 1] + lines[end:])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def judge(name: str, mutant: Mutant, texts: Mapping[str, bytes], original: Workspace) -> Outcome:
    """What the validator makes of a mutant."""
    workspace = workspace_of({**texts, name: mutant.text.encode()})
    problems = check(workspace, TODAY)
    lines = {mutant.line}
    holder = mutant.entry.holder
    if mutant.kind == "delete":
        lines |= {mutant.line - 1, holder.place.line, (holder.key or holder.place).line}
        siblings = [item.place.line for item in holder.mapping.values()]
        lines |= set(siblings[:1])
    at_line = [p for p in problems if any(x and x.file == name and x.line in lines for x in (p.place, p.other))]
    if at_line:
        return Outcome("reported", mutant, problems)
    same = definitions_of(workspace) == definitions_of(original)
    return Outcome("valid" if same or by_intent(mutant) else "missed", mutant, problems)


def by_intent(mutant: Mutant) -> bool:
    """Whether the edit is one that an author could have meant: another text, another number, one thing less."""
    keys = [step for step in mutant.entry.path if isinstance(step, str)]
    last = keys[-1]
    if mutant.kind == "rename value":
        own_id = last == "id" and "stages" in keys
        return last in FREE or last == "situation" or own_id
    if mutant.kind == "delete":
        return isinstance(mutant.entry.path[-1], int) or last in OPTIONAL
    return mutant.kind == "retype" and last in FREE


def definitions_of(workspace: Workspace) -> object:
    """What the processes say, without where."""
    return [plain(process.node) for process in workspace.processes if process.node is not None]


def workspace_of(texts: Mapping[str, bytes]) -> Workspace:
    """Definitions without a ledger."""
    definitions = load_definitions({**texts, "milestonectl.yaml": SETTINGS})
    sources = {file: raw.decode() for file, raw in texts.items()}
    return Workspace(*definitions[:3], (), definitions.problems, sources)


def pack_texts() -> dict[str, bytes]:
    """The shipped packs."""
    return {f"processes/{path.name}": path.read_bytes() for path in sorted(Path(PACKS).glob("*.yaml"))}


def outcomes(name: str, number: int, seed: int) -> list[Outcome]:
    """So many random edits of one pack, judged."""
    texts = pack_texts()
    original = workspace_of(texts)
    chance = random.Random(f"{name} {seed}")
    return [judge(name, mutant, texts, original) for mutant in mutants(texts[name].decode(), chance, number)]


def share_caught(found: list[Outcome]) -> float:
    """Of the edits that change what is meant, those reported at their line."""
    verdicts = [outcome.verdict for outcome in found if outcome.verdict != "valid"]
    return verdicts.count("reported") / len(verdicts) if verdicts else 1.0
