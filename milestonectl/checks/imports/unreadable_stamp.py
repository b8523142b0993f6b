"""A record whose time cannot be read.

What
    ISO 8601 and what spreadsheets and the known systems write: `2026-01-05T09:00:00Z`, `1/5/2026 9:00 AM`, 46027.
Why
    Without its time a record has no place in the history of its deal.
Bad
    D1,soon,Meeting
Good
    D1,2026-01-05 09:00,Meeting
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC716", "unreadable-stamp", "error", __doc__)
