"""A reason that says nothing.

What
    The reason of a waiver, an override, a loss, a reopening or a void is `N/A`, a single character or a word such as `ok`.
Why
    The reason is all that is left when a gate was passed on somebody's word.
Bad
    --override "ok"
Good
    --override "signed on paper in the meeting, scan follows"
"""

from collections.abc import Iterator

from milestonectl.checks.audit.words import is_placeholder
from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    for row in subject.workspace.rows:
        if row.reason and not row.source and is_placeholder(row.reason):
            yield in_cell(
                row, "reason", "empty-reason", f'reason: "{row.reason}" says nothing', "say why, in a sentence"
            )


RULE = CheckedRule("MC618", "empty-reason", "warning", __doc__, check)
