"""A date that is no day of the calendar, or a moment that is none.

What
    `date` and `close_date` are written as YYYY-MM-DD, `recorded_at` as the tool writes it: 2026-11-21T17:04:05.000000Z.
Why
    The order of rows, and with it the state of every deal, rests on them.
Bad
    2026-02-30
Good
    2026-02-28
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC311", "wrong-date", "error", __doc__)
