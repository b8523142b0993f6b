"""One file per rule. Each rule's docstring is its page in the manual."""

import datetime
from collections.abc import Iterable

from milestonectl.checks.audit import AUDIT_RULES
from milestonectl.checks.imports import IMPORT_RULES
from milestonectl.checks.registry import ALL_RULES, RULES
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.selection import selected
from milestonectl.checks.subject import subject_of
from milestonectl.checks.suppression import suppressed
from milestonectl.model.problem import Problem, sort_problems
from milestonectl.model.rule import Rule
from milestonectl.model.workspace import Workspace

__all__ = ["ALL_RULES", "AUDIT_RULES", "IMPORT_RULES", "RULES", "check", "examine", "find_rule", "stamped"]

_BY_NAME = {rule.name: rule for rule in ALL_RULES}


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
    return selected(sort_problems(stamped(problem) for problem in kept), workspace.settings)


def examine(workspace: Workspace, today: datetime.date, seen: Iterable[Problem]) -> list[Problem]:
    """What is wrong with a record: what validation says of its rows, and what an audit asks beyond that.

    `seen` is what a look at the evidence on the disk, and at the history in git, has shown.
    """
    subject = subject_of(workspace, today)
    found = list(seen)
    for rule in AUDIT_RULES:
        if isinstance(rule, CheckedRule):
            found += rule.check(subject)
    asked = selected((stamped(problem) for problem in found), workspace.settings)
    return sort_problems([*asked, *(p for p in check(workspace, today) if p.place.file.startswith("ledger/"))])


def find_rule(word: str) -> Rule | None:
    """The rule of a code or a name, whatever its case."""
    return next((rule for rule in ALL_RULES if word.casefold() in (rule.code.casefold(), rule.name)), None)


def stamped(problem: Problem) -> Problem:
    """The problem with the code and the severity of its rule."""
    rule = _BY_NAME[problem.name]
    return problem._replace(code=rule.code, severity=rule.severity)
