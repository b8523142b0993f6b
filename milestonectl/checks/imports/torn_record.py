"""A record with fewer or more cells than the file has columns.

What
    Lines between records that have several cells, but not as many as the header, or no deal. Footers and captions are left
    out without a word.
Why
    Something is lost there: often a line break or a delimiter that was not quoted.
Bad
    D2,2026-01-05 in a file with the columns id,at,what
Good
    D2,2026-01-05,Meeting
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC719", "torn-record", "error", __doc__)
