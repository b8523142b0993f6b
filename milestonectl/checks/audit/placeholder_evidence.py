"""Evidence that only fills the cell.

What
    A reference, or the name of the contact, that is `N/A`, a single character or a word such as `test`.
Why
    The gate asked for proof, got a word, and opened.
Bad
    kind=document, ref=n/a, contact=x
Good
    kind=document, ref=evidence/acme-needs.pdf, contact=J. Roe
"""

from collections.abc import Iterator

from milestonectl.checks.audit.words import is_placeholder
from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule, each_row
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row


def check(row: Row, _subject: Subject) -> Iterator[Problem]:
    if row.event not in ("achieved", "evidence"):
        return
    for column, value in (("ref", row.ref), ("contact", row.contact)):
        if value and is_placeholder(value):
            yield in_cell(
                row, column, "placeholder-evidence", f'{column}: "{value}" proves nothing', "name what proves it"
            )


RULE = CheckedRule("MC613", "placeholder-evidence", "warning", __doc__, each_row(check))
