"""Evidence that leads out of the workspace.

What
    A reference to a file above or beside the workspace, by its path or through a link.
Why
    Nobody else has that file, and nothing outside the workspace is read.
Bad
    document:../../Desktop/contract.pdf
Good
    document:evidence/acme-contract.pdf
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC603", "outside-evidence", "error", __doc__)
