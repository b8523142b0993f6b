"""The same column twice in a header.

What
    A name may stand once in the first line of a CSV ledger.
Why
    A row would have two values for it.
Bad
    date,deal,event,date
Good
    date,deal,event
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC306", "duplicate-column", "error", __doc__)
