"""Processes that extend each other in a circle.

What
    Following `extends` from file to file must come to an end.
Why
    Each would be made from the other, and neither could be worked out.
Bad
    renewal extends upgrade, and upgrade extends renewal.
Good
    Both extend large-account.
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC113", "extends-cycle", "error", __doc__)
