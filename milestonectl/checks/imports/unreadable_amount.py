"""An amount that cannot be read, or in two ways.

What
    `$1,234.56`, `1 234,56` and `45k` are read. `1.234` could be one thousand or one, and negative amounts are none.
Why
    A wrong amount in one large deal spoils every sum.
Bad
    1.234
Good
    1234 or 1.234,00
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC717", "unreadable-amount", "error", __doc__)
