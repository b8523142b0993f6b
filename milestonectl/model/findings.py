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
