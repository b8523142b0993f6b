"""A `voided` row for a row that does not exist.

What
    The `ref` of a `voided` row is the id of another row.
Why
    Nothing is voided by it, although somebody believes so.
Bad
    - {date: 2026-11-21, deal: ACME-14, event: voided, ref: 8c1f0d2, reason: wrong deal}
Good
    - {date: 2026-11-21, deal: ACME-14, event: voided, ref: 8c1f0d2e4a6b7c90, reason: wrong deal}
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem


def check(subject: Subject) -> Iterator[Problem]:
    known = {row.id for row in subject.workspace.rows if row.id}
    for row in subject.workspace.rows:
        if row.event == "voided" and row.ref not in known:
            longer = [row_id for row_id in known if row.ref and row_id.startswith(row.ref)]
            hint = f'did you mean "{longer[0]}"?' if len(longer) == 1 else "the ids: milestonectl show DEAL"
            yield in_cell(row, "ref", "unknown-row", f'no row has the id "{row.ref}"', hint)


RULE = CheckedRule("MC329", "unknown-row", "error", __doc__, check)
