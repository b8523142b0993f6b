"""A cell without which the event says nothing.

What
    Every row names its deal; `achieved`, `planned` and `waived` name a milestone; `lost`, `reopened`, `waived` and
    `voided` give a reason; `waived` says by whom, and `voided` names the row in `ref`.
Why
    A loss without a reason teaches nothing; a waiver without a name answers to nobody.
Bad
    - {date: 2026-11-21, deal: ACME-14, event: lost}
Good
    - {date: 2026-11-21, deal: ACME-14, event: lost, reason: no budget this year}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC312", "missing-cell", "error", __doc__)
