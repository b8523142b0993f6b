"""Dates that can be read with the day or with the month first.

What
    As soon as one date of the file has a part above 12, all of them are clear. Otherwise `dates` in the mapping says it, or
    `--day-first` or `--month-first`.
Why
    A wrong guess moves deals by months and nobody notices.
Bad
    03/04/2026
Good
    03/04/2026 and dates: day-first
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC715", "ambiguous-date", "error", __doc__)
