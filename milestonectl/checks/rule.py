"""A rule that comes with a check. The rules without one are reported by whoever reads the files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process
from milestonectl.model.row import Row
from milestonectl.model.rule import Rule

Check: TypeAlias = Callable[[Subject], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class CheckedRule(Rule):
    """A rule and how to find what breaks it."""

    check: Check


def each_process(check: Callable[[Process], Iterable[Problem]]) -> Check:
    """A check of every process, drafts included, by itself."""
    return lambda subject: (problem for process in subject.processes for problem in check(process))


def each_sound_process(check: Callable[[Process], Iterable[Problem]]) -> Check:
    """A check of every process that could be read whole, by itself."""
    return lambda subject: (problem for process in subject.workspace.processes for problem in check(process))


def each_row(check: Callable[[Row, Subject], Iterable[Problem]]) -> Check:
    """A check of every row that counts."""
    return lambda subject: (problem for row in subject.rows for problem in check(row, subject))
