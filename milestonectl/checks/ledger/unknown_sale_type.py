"""A deal of a sale type that no process defines.

What
    The `sale_type` of a row is the `process` of a file below `processes/`.
Why
    The deal has no gates, no next ask and no pace.
Bad
    sale_type: renewals
Good
    sale_type: renewal
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule, each_row
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row
from milestonectl.model.words import did_you_mean


def check(row: Row, subject: Subject) -> Iterator[Problem]:
    known = subject.workspace.processes.names
    if row.sale_type and row.sale_type not in known:
        hint = did_you_mean(row.sale_type, known) or f"the sale types: {', '.join(sorted(known)) or 'none yet'}"
        yield in_cell(row, "sale_type", "unknown-sale-type", f'no process defines "{row.sale_type}"', hint)


RULE = CheckedRule("MC323", "unknown-sale-type", "error", __doc__, each_row(check))
