"""A closing date that cannot be read.

What
    The days that time stamps may have.
Why
    A forecast counts by it.
Bad
    2026-02-30
Good
    2026-02-28
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC718", "unreadable-date", "error", __doc__)
