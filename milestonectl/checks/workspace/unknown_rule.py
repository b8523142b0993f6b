"""A setting for a rule that does not exist.

What
    `ignore` and `severity` in `milestonectl.yaml` name rules by code or name.
Why
    Nothing is ignored by it, although somebody believes so.
Bad
    ignore: [crowded-stages]
Good
    ignore: [crowded-stage]
"""

from collections.abc import Callable, Iterator

from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Place, Problem
from milestonectl.model.settings import Settings
from milestonectl.model.words import did_you_mean


def unknown_rule(words: Callable[[], frozenset[str]]) -> CheckedRule:
    """The rule, given all codes and names: it is one of the list that it looks into."""

    def check(subject: Subject) -> Iterator[Problem]:
        known = words()
        for word, place in _named(subject.workspace.settings):
            if word.casefold() not in known:
                hint = did_you_mean(word, known) or "the rules: milestonectl explain"
                yield Problem("unknown-rule", f'there is no rule "{word}"', place, hint)

    return CheckedRule("MC507", "unknown-rule", "error", __doc__, check)


def _named(settings: Settings) -> Iterator[tuple[str, Place]]:
    if settings.node is not None:
        for number, word in enumerate(settings.ignored_rules):
            yield word, settings.node.place_of("ignore", number)
        for word in settings.severities:
            yield word, settings.node.key_of("severity", word)
