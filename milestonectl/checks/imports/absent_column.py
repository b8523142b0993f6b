"""A column that the mapping names or the import needs, but the file does not have.

What
    Each column below `columns` is in one of the files, and each file has one for the deal and one for the time.
Why
    Half of what was meant to be imported would be missing.
Bad
    columns: {deal: Deal Id}, and the file has the columns ID, When, What
Good
    columns: {deal: ID}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC712", "absent-column", "error", __doc__)
