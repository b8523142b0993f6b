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

from milestonectl.checks.conditions import written_conditions
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.node import Node, walk
from milestonectl.model.problem import Edit, Place, Problem
from milestonectl.model.process import KINDS, ROLES, SITUATIONS, Process
from milestonectl.model.words import nearest

_LIKENESS = 0.8
_KNOWN = {"kind": KINDS, "role": ROLES, "situation": SITUATIONS}


def check(subject: Subject) -> Iterator[Problem]:
    used = Counter(use for process in subject.processes for use in _uses(process))
    common: dict[str, list[str]] = {}
    for use, text in used:
        common.setdefault(use, list(_KNOWN.get(use, ()))).append(text)
    meant = {(use, text): _meant(use, text, common[use], used) for use, text in used}
    misspelt = {word: other for word, other in meant.items() if other}
    for process in subject.processes if misspelt else ():
        for use, text, place in _words(process):
            if (use, text) in misspelt:
                other = misspelt[use, text]
                message = f'the {use} "{text}" is used nowhere else'
                yield Problem("near-miss", message, place, f'did you mean "{other}"?', fix=(Edit(place, other),))


def _meant(use: str, text: str, known: list[str], used: Counter[tuple[str, str]]) -> str:
    """The common word that a rare one is nearly the same as."""
    times = used[use, text]
    if times > 2 or text in _KNOWN.get(use, ()):
        return ""
    near = nearest(text, [other for other in dict.fromkeys(known) if other != text], _LIKENESS)
    is_common = near in _KNOWN.get(use, ()) or used[use, near] > 2 * times
    return near if near and is_common else ""


def _uses(process: Process) -> Iterator[tuple[str, str]]:
    """Every free word of a process, with what it stands for."""
    for milestone in process.milestones:
        yield from (("kind", kind) for kind in milestone.evidence.kinds)
        yield from (("role", role) for role in milestone.evidence.roles)
        yield from (("situation", play.situation) for play in milestone.plays)
        for condition in (milestone.when, *(play.when for play in milestone.plays)):
            tests = (test for group in condition.groups for test in group)
            yield from ((test.field, text) for test in tests for text in test.operands if isinstance(text, str))


def _words(process: Process) -> Iterator[tuple[str, str, Place]]:
    """The same, with where each stands."""
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


def _texts(use: str, node: Node) -> Iterator[tuple[str, str, Place]]:
    """Every text below a node; a mapping of evidence that lacks the list has none."""
    if use not in _KNOWN or not node.mapping:
        for below in walk(node):
            if isinstance(below.value, str):
                yield use, below.value, below.place


RULE = CheckedRule("MC416", "near-miss", "warning", __doc__, check)
