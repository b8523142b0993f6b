"""A row that does not say any more what it said.

What
    `audit --against REV` finds a row of that revision with another content. Sealing it since is no change.
Why
    The record is only ever added to. A correction is a `voided` row and a new one.
Bad
    The amount in a row of last month, changed in an editor, and committed.
Good
    milestonectl void 8c1f0d2 --reason "wrong amount", and the right amount logged anew.
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC622", "changed-row", "error", __doc__)
