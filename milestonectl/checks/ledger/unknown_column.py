"""A column that the ledger does not know.

What
    The columns are those of every ledger and the fields that `milestonectl.yaml` declares under `fields`.
Why
    What stands in it would be passed over in silence.
Bad
    date,deal,event,milstone
Good
    date,deal,event,milestone
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC307", "unknown-column", "error", __doc__)
