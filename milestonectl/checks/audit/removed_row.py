"""A row that was in the record and is gone.

What
    `audit --against REV` finds a row of that revision nowhere below `ledger/`.
Why
    The record is only ever added to. What does not count is voided, and stays to be seen.
Bad
    A line deleted in an editor, and committed.
Good
    milestonectl void 8c1f0d2 --reason "logged on the wrong deal"
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC621", "removed-row", "error", __doc__)
