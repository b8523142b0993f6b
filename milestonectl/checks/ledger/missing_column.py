"""A header without a column that every row needs.

What
    The first line of a CSV ledger names its columns; `date`, `deal` and `event` are among them.
Why
    No row can say anything without them. Mostly the first line was lost.
Bad
    2026-11-21,ACME-14,opened
Good
    date,deal,event
    2026-11-21,ACME-14,opened
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC308", "missing-column", "error", __doc__)
