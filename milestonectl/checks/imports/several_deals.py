"""A plan that comes back and names more than one deal.

What
    Every line of a plan that a buyer sends back names, in its column `Ref`, a step of one deal.
Why
    What a buyer confirms of one deal must not get into another.
Bad
    Ref: ACME-14/proof in one line and BOLT-3/proof in the next
Good
    Ref: ACME-14/proof and ACME-14/contract
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC721", "several-deals", "error", __doc__)
