"""What a validation found, ready to be shown."""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from milestonectl.model.problem import Problem
from milestonectl.model.rule import Rule


class Checked(NamedTuple):
    """How much was looked at."""

    files: int = 0
    processes: int = 0
    milestones: int = 0
    deals: int = 0
    rows: int = 0


class Findings(NamedTuple):
    """Problems in the order of their places, with the lines that they quote."""

    problems: tuple[Problem, ...]
    checked: Checked
    day: datetime.date
    lines: Mapping[tuple[str, int], str]
    """The text of each line to be quoted, by file and line number."""
    rules: tuple[Rule, ...] = ()
    """Every rule that was held against the files."""


def below(findings: Findings, folder: str) -> Findings:
    """The findings with the paths of all files below a folder, which ends in a slash."""
    if not folder:
        return findings
    problems = tuple(_moved(problem, folder) for problem in findings.problems)
    lines = {(folder + file, number): text for (file, number), text in findings.lines.items()}
    return findings._replace(problems=problems, lines=lines)


def _moved(problem: Problem, folder: str) -> Problem:
    place = problem.place._replace(file=folder + problem.place.file)
    other = problem.other._replace(file=folder + problem.other.file) if problem.other else None
    return problem._replace(place=place, other=other)
