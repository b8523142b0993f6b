"""A row with more or fewer cells than the header has columns.

What
    Every row has as many cells as the first line of its file.
Why
    Which value belongs to which column would be a guess.
Bad
    date,deal,event
    2026-11-21,ACME-14
Good
    date,deal,event
    2026-11-21,ACME-14,opened
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC304", "wrong-width", "error", __doc__)
