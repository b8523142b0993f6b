"""A list or a mapping where a row has one value.

What
    In a YAML ledger each column of a row holds plain text.
Why
    A table has one value in each cell.
Bad
    - {date: 2026-11-21, deal: [ACME-14, BOLT-3], event: achieved}
Good
    - {date: 2026-11-21, deal: ACME-14, event: achieved}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC309", "wrong-cell", "error", __doc__)
