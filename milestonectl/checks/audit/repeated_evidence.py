"""One reference that proves milestones of many deals.

What
    The same kind and reference stand as evidence in three or more deals.
Why
    One document can speak of two deals of one buyer. Used everywhere, it is a text that opens gates.
Bad
    email:meeting notes in ACME-14, BOLT-3 and CRANE-2
Good
    email:2f9c in ACME-14, email:81d0 in BOLT-3
"""

from collections.abc import Iterator

from milestonectl.checks.places import in_cell
from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import Row

MANY = 3


def check(subject: Subject) -> Iterator[Problem]:
    used: dict[tuple[str, str], dict[str, Row]] = {}
    for row in subject.rows:
        if row.event in ("achieved", "evidence") and row.ref:
            used.setdefault((row.kind, row.ref.casefold()), {}).setdefault(row.deal, row)
    for by_deal in used.values():
        if len(by_deal) >= MANY:
            first, *_, last = by_deal.values()
            message = f'{last.kind} "{last.ref}" stands as evidence in {len(by_deal)} deals'
            hint = "name what proves each milestone by itself"
            yield in_cell(last, "ref", "repeated-evidence", message, hint, Place(first.file, first.line))


RULE = CheckedRule("MC614", "repeated-evidence", "warning", __doc__, check)
