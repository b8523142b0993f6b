"""Versions that do not come into effect in their order.

What
    A later version of a process has a later `effective` date.
Why
    With the same date, or a turned order, deals follow the version that nobody has in mind.
Bad
    version 1 is effective from 2026-07-01, and version 2 from 2026-01-01.
Good
    version 1 is effective from 2026-01-01, and version 2 from 2026-07-01.
"""

from collections.abc import Iterator
from itertools import pairwise

from milestonectl.checks.places import key_place
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.process import by_sale_type


def check(subject: Subject) -> Iterator[Problem]:
    for versions in by_sale_type(subject.processes).versions.values():
        for earlier, later in pairwise(sorted(versions, key=lambda process: process.version)):
            if later.version > earlier.version and later.effective <= earlier.effective:
                message = f"{later.pin} takes effect no later than {earlier.pin}, on {later.effective.isoformat()}"
                hint = f"give it a date after {earlier.effective.isoformat()}"
                there = key_place(earlier, "effective")
                yield Problem("version-order", message, key_place(later, "effective"), hint, there)


RULE = CheckedRule("MC210", "version-order", "error", __doc__, check)
