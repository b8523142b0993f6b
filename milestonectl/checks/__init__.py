"""One file per rule. Each rule's docstring is its page in the manual."""

import datetime

from milestonectl.checks.registry import RULES
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.selection import selected
from milestonectl.checks.subject import subject_of
from milestonectl.checks.suppression import suppressed
from milestonectl.model.problem import Problem, sort_problems
from milestonectl.model.rule import Rule
from milestonectl.model.workspace import Workspace

__all__ = ["RULES", "check", "find_rule"]

_BY_NAME = {rule.name: rule for rule in RULES}


def check(workspace: Workspace, today: datetime.date) -> list[Problem]:
    """Every problem of a workspace, with codes and severities, in the order of their places.

    `today` is the day after which nothing can have happened yet.
    """
    subject = subject_of(workspace, today)
    found = list(workspace.problems)
    for rule in RULES:
        if isinstance(rule, CheckedRule):
            found += rule.check(subject)
    kept = suppressed(sort_problems(found), workspace.sources or {}, RULES)
    return selected(sort_problems(_stamped(problem) for problem in kept), workspace.settings)


def find_rule(word: str) -> Rule | None:
    """The rule of a code or a name, whatever its case."""
    return next((rule for rule in RULES if word.casefold() in (rule.code.casefold(), rule.name)), None)


def _stamped(problem: Problem) -> Problem:
    rule = _BY_NAME[problem.name]
    return problem._replace(code=rule.code, severity=rule.severity)
