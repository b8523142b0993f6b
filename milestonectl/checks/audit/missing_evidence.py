"""A file of evidence that is not there.

What
    A row points to a file below `evidence/`, or carries the fingerprint of a file, and the file is gone.
Why
    What proved the milestone can no longer be looked at.
Bad
    document:evidence/acme-needs.pdf, and no such file
Good
    document:evidence/acme-needs.pdf, committed with the row
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC601", "missing-evidence", "error", __doc__)
