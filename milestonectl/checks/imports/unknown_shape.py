"""A file that is none of those which its system writes.

What
    The columns of a file tell its shape. Columns in another language are named in the mapping, under `columns`.
Why
    Guessing at columns would fill the ledger with wrong facts.
Bad
    import pipedrive contacts.csv
Good
    import pipedrive deals.csv
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC711", "unknown-shape", "error", __doc__)
