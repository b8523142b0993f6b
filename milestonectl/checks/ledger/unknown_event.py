"""An event that the ledger does not know.

What
    The events are `opened`, `changed`, `planned`, `achieved`, `evidence`, `waived`, `lost`, `reopened` and `voided`.
Why
    What the row says cannot be understood, so that it does not count.
Bad
    2026-11-21,ACME-14,acheived,proof
Good
    2026-11-21,ACME-14,achieved,proof
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC310", "unknown-event", "error", __doc__)
