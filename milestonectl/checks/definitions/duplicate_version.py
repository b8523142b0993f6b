"""Two files that define the same version of the same process.

What
    Each file below `processes/` has a `process` and a `version` of its own.
Why
    Which of the two a deal follows would be a matter of chance.
Bad
    renewal.yaml and renewal-new.yaml, both with version 1 of renewal.
Good
    renewal@1.yaml with version 1, and renewal.yaml with version 2.
"""

from collections.abc import Iterator

from milestonectl.checks.places import key_place, value_place
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process


def check(subject: Subject) -> Iterator[Problem]:
    first: dict[str, Process] = {}
    for process in sorted(subject.processes, key=lambda process: process.file):
        other = first.setdefault(process.pin, process)
        if other is not process:
            message = f"{process.pin} is defined twice"
            hint = "count the version up in the newer file: milestonectl process bump"
            there = value_place(other, "process")
            yield Problem("duplicate-version", message, key_place(process, "version"), hint, there)


RULE = CheckedRule("MC209", "duplicate-version", "error", __doc__, check)
