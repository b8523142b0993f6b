"""Comments such as `# milestonectl: ignore[crowded-stage] the buyer's law asks for them all`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from milestonectl.checks.rule import CheckedRule
from milestonectl.model.problem import Edit, Place, Problem
from milestonectl.model.rule import Rule

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*milestonectl:\s*ignore\[(?P<names>[^\]]*)\](?P<reason>[^#]*)")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment: it speaks of its own line, or of the next one when it stands alone."""

    names: tuple[str, ...]
    reason: str
    line: int
    place: Place


def suppressed(problems: list[Problem], sources: Mapping[str, str], rules: Iterable[Rule]) -> list[Problem]:
    """The problems that no comment explains, and the comments that explain nothing.

    Only rules with a check can be ignored: what a reader reports was not read, and saying so does not change that.
    """
    words = {rule.code: rule.name for rule in rules} | {rule.name: rule.name for rule in rules}
    ignorable = {rule.name for rule in rules if isinstance(rule, CheckedRule)}
    comments = [comment for file, text in sources.items() for comment in suppressions(text, file)]
    explained = {
        (comment.place.file, comment.line, words.get(name, name)): comment
        for comment in comments if comment.reason for name in comment.names
    }  # fmt: skip
    kept, used = [], set()
    for problem in problems:
        key = (problem.place.file, problem.place.line, problem.name)
        if key in explained and problem.name in ignorable:
            used.add(key)
        else:
            kept.append(problem)
    return [*kept, *(problem for comment in comments for problem in _complaints(comment, words, used))]


def suppressions(text: str, file: str) -> Iterator[Suppression]:
    """The comments of a file."""
    if "milestonectl:" not in text:
        return
    for number, line in enumerate(text.splitlines(), 1):
        found = _COMMENT.search(line)
        if found is not None:
            alone = not line[: found.start()].strip()
            names = tuple(name.strip() for name in found["names"].split(",") if name.strip())
            place = Place(file, number, found.start() + 1, number, len(line.rstrip()) + 1)
            yield Suppression(names, found["reason"].strip(), number + alone, place)


def _complaints(comment: Suppression, words: Mapping[str, str], used: set[tuple[str, int, str]]) -> Iterator[Problem]:
    if not comment.reason or not comment.names:
        hint = "write it as: # milestonectl: ignore[rule-name] the reason"
        message = "a comment that ignores a rule needs the rule's name and a reason"
        yield Problem("bare-suppression", message, comment.place, hint)
        return
    unused = [n for n in comment.names if (comment.place.file, comment.line, words.get(n, n)) not in used]
    if unused:
        hint = (
            "remove the comment" if unused == list(comment.names) else f"take {', '.join(unused)} out of the brackets"
        )
        fix = (Edit(comment.place, ""),) if unused == list(comment.names) else ()
        yield Problem(
            "unused-suppression", f"nothing to ignore here: {', '.join(unused)}", comment.place, hint, fix=fix
        )
