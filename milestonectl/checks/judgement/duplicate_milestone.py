"""The same milestone written twice.

What
    Two milestones of one process, or of two processes of which neither extends the other, do not have the same title
    in other words.
Why
    With two ids, reports count one event as two. With one id and two definitions, the two drift apart: take it from
    one place with `extends`.
Bad
    renewal has {id: terms, title: Terms agreed}, upgrade has {id: terms-agreed, title: The terms are agreed}
Good
    Both extend one process that has {id: terms-agreed, title: Terms agreed}.
"""

import re
from collections.abc import Iterator

from milestonectl.checks.lineage import current_processes
from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Place, Problem

_WORD = re.compile(r"\w+")
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "of",
        "for",
        "to",
        "in",
        "on",
        "by",
        "at",
        "with",
        "and",
        "or",
        "as",
        "it",
        "its",
        "our",
        "their",
        "from",
    ]
)


def check(subject: Subject) -> Iterator[Problem]:
    first: dict[frozenset[str], tuple[Place, str]] = {}
    for process in current_processes(subject):
        for milestone in process.milestones:
            words = _significant(milestone.title)
            place = value_place(milestone, "title")
            there, elsewhere = first.setdefault(words, (place, process.name))
            if words and there != place:
                message = f'"{milestone.title}" is a milestone of {elsewhere} already'
                hint = "define it once, and take it from there with extends"
                yield Problem("duplicate-milestone", message, place, hint, there)


def _significant(title: str) -> frozenset[str]:
    """The words of a title that say something, without their endings."""
    words = (word for word in _WORD.findall(title.casefold()) if word not in _SMALL)
    return frozenset(re.sub(r"(?<=\w{3})(ing|ed|es|s|e)$", "", word) for word in words)


RULE = CheckedRule("MC414", "duplicate-milestone", "warning", __doc__, check)
