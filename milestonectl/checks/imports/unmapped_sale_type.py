"""A sale type of the source that is no process.

What
    What the column of the sale type says is the name of a process, or `sale_types` says which one it means.
Why
    Without a process nobody knows which milestones the deal has.
Bad
    A file that says Existing Business, and a mapping without it
Good
    sale_types: {Existing Business: renewal}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC714", "unmapped-sale-type", "error", __doc__)
