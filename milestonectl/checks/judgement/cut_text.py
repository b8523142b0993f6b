"""A text of a play that looks cut in two by a comma.

What
    No item of a list in brackets goes on, in lower case, where the item before it stops.
Why
    In [a, b] a comma begins a new item. The rep would see two half questions.
Bad
    ask: [Who signs, and is anyone away?]
Good
    ask: ["Who signs, and is anyone away?"]
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.node import Node
from milestonectl.model.problem import Place, Problem
from milestonectl.model.process import Process

_BARE_COMMA = re.compile(r"\s*,\s*")
_HINT = 'if they are one text, put it in quotes: ["..., ..."]'


def check(subject: Subject) -> Iterator[Problem]:
    sources = subject.workspace.sources or {}
    for process in subject.workspace.processes:
        yield from _cut_texts(process, sources)


def _cut_texts(process: Process, sources: Mapping[str, str]) -> Iterator[Problem]:
    """What is inherited is told in the file that it comes from."""
    lines = sources.get(process.file, "").split("\n")
    for before, after in _neighbours(process):
        if (
            before.place.file == process.file
            and _looks_cut(before.value, after.value)
            and _in_brackets(before.place, after.place, lines)
        ):
            message = f'"{before.value}" and "{after.value}" look like one text, cut in two by a comma'
            yield Problem("cut-text", message, after.place, _HINT)


def _neighbours(process: Process) -> Iterator[tuple[Node, Node]]:
    for milestone in process.milestones:
        plays = milestone.node.mapping.get("plays") if milestone.node else None
        for play in plays.items if plays else ():
            for key in ("ask", "send", "do"):
                yield from pairwise(play.mapping[key].items if key in play.mapping else ())


def _looks_cut(before: object, after: object) -> bool:
    """A capital begins the first, and several words in lower case the second: no path and no single word."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return False
    first, *more = after.split() or [""]
    return before[:1].isupper() and first[:1].islower() and "/" not in first and bool(more)


def _in_brackets(before: Place, after: Place, lines: list[str]) -> bool:
    """Whether nothing but a comma stands between two texts without quotes."""
    if after.line > len(lines):
        return False
    if before.end_line == after.line:
        between = lines[after.line - 1][before.end_column - 1 : after.column - 1]
    else:
        between = lines[before.end_line - 1][before.end_column - 1 :] + lines[after.line - 1][: after.column - 1]
    quoted = lines[after.line - 1][after.column - 1 : after.column] in ("'", '"')
    return not quoted and bool(_BARE_COMMA.fullmatch(between))


RULE = CheckedRule("MC418", "cut-text", "warning", __doc__, check)
