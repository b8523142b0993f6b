"""A target for a sale type that no process defines.

What
    `sale_type` of a target is the `process` of a file below `processes/`; left out, any sale counts.
Why
    No deal would ever count towards it.
Bad
    targets: [{period: 2026, sale_type: new-acount, revenue: 600000}]
Good
    targets: [{period: 2026, sale_type: new-account, revenue: 600000}]
"""

from collections.abc import Iterator

from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.checks.workspace.people import people_nodes, target_nodes
from milestonectl.model.problem import Problem
from milestonectl.model.words import did_you_mean


def check(subject: Subject) -> Iterator[Problem]:
    known = subject.workspace.processes.names
    for person in people_nodes(subject.workspace.team):
        for target in target_nodes(person):
            sale_type = target.text("sale_type")
            if sale_type and sale_type not in known:
                hint = did_you_mean(sale_type, known) or f"the sale types: {', '.join(sorted(known)) or 'none yet'}"
                message = f'no process defines "{sale_type}"'
                yield Problem("unknown-target", message, target.place_of("sale_type"), hint)


RULE = CheckedRule("MC503", "unknown-target", "error", __doc__, check)
