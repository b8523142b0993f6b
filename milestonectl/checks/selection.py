"""Which problems the workspace's own settings leave out or weigh differently."""

from collections.abc import Iterable

from milestonectl.model.problem import Problem
from milestonectl.model.settings import Settings


def selected(problems: Iterable[Problem], settings: Settings) -> list[Problem]:
    """Without the ignored rules, and with the severities that the settings ask for."""
    ignored = {word.casefold() for word in settings.ignored_rules}
    severities = {word.casefold(): severity for word, severity in settings.severities.items()}
    kept = []
    for problem in problems:
        words = (problem.code.casefold(), problem.name)
        if not ignored.intersection(words):
            severity = next((severities[word] for word in words if word in severities), problem.severity)
            kept.append(problem._replace(severity=severity))
    return kept
