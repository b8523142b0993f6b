"""A deal that is pinned to a version that does not exist.

What
    `process` names a version as `new-account@1`. An empty cell follows the opening date, which is mostly right.
Why
    The deal has no gates, no next ask and no pace.
Bad
    process: new-account@7
Good
    process: new-account@1
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule, each_row
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row


def check(row: Row, subject: Subject) -> Iterator[Problem]:
    processes = subject.workspace.processes
    name = row.process.partition("@")[0]
    if row.process and processes.pinned(row.process) is None and name not in processes.unsound:
        known = ", ".join(process.pin for process in processes.versions.get(name, ())) or "none of that name"
        hint = f"the versions: {known}"
        yield in_cell(row, "process", "unknown-version", f'there is no process "{row.process}"', hint)


RULE = CheckedRule("MC324", "unknown-version", "error", __doc__, each_row(check))
