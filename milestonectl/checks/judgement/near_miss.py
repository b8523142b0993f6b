"""A word that differs by a letter or two from one that is used elsewhere.

What
    Kinds of evidence, roles, situations and the texts that conditions compare with are free. When one of them is
    nearly the same as a common one, it is probably misspelt.
Why
    Evidence from the economic-byuer proves nothing to a gate that asks for the economic-buyer.
Bad
    roles: [economic-byuer]
Good
    roles: [economic-buyer]
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from milestonectl.checks.conditions import written_conditions
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.node import Node, walk
from milestonectl.model.problem import Edit, Place, Problem
from milestonectl.model.process import KINDS, ROLES, SITUATIONS, Process
from milestonectl.model.words import nearest

_LIKENESS = 0.8
_KNOWN = {"kind": KINDS, "role": ROLES, "situation": SITUATIONS}


class Word(NamedTuple):
    """A free word, what it stands for, and where."""

    use: str
    text: str
    place: Place


def check(subject: Subject) -> Iterator[Problem]:
    words = dict.fromkeys(word for process in subject.processes for word in _words(process))
    used = Counter((word.use, word.text) for word in words)
    common: dict[str, list[str]] = {}
    for use, text in used:
        common.setdefault(use, list(_KNOWN.get(use, ()))).append(text)
    for word in words:
        meant = _meant(word, common[word.use], used)
        if meant:
            hint = f'did you mean "{meant}"?'
            message = f'the {word.use} "{word.text}" is used nowhere else'
            yield Problem("near-miss", message, word.place, hint, fix=(Edit(word.place, meant),))


def _meant(word: Word, known: list[str], used: Counter[tuple[str, str]]) -> str:
    """The common word that this rare one is nearly the same as."""
    times = used[word.use, word.text]
    if times > 2 or word.text in _KNOWN.get(word.use, ()):
        return ""
    others = [text for text in dict.fromkeys(known) if text != word.text]
    near = nearest(word.text, others, _LIKENESS)
    is_common = near in _KNOWN.get(word.use, ()) or used[word.use, near] > 2 * times
    return near if near and is_common else ""


def _words(process: Process) -> Iterator[Word]:
    for milestone in process.milestones:
        if milestone.node is None:
            continue
        yield from _texts("kind", milestone.node.at("evidence", "kinds"))
        yield from _texts("role", milestone.node.at("evidence", "roles"))
        for number in range(len(milestone.plays)):
            yield from _texts("situation", milestone.node.at("plays", number, "situation"))
    for written in written_conditions(process):
        for group in written.node.items or [written.node]:
            for field, node in group.mapping.items():
                yield from _texts(field, node)


def _texts(use: str, node: Node) -> Iterator[Word]:
    """Every text below a node; a mapping of evidence that lacks the list has none."""
    if use in _KNOWN and node.mapping:
        return
    for below in walk(node):
        if isinstance(below.value, str):
            yield Word(use, below.value, below.place)


RULE = CheckedRule("MC416", "near-miss", "warning", __doc__, check)
