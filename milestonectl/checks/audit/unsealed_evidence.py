"""A file of evidence whose fingerprint was not recorded.

What
    A row points to a file of the workspace, and its `sha256` is empty.
Why
    Nobody can tell whether the file was changed since.
Bad
    document,evidence/acme-needs.pdf, and an empty sha256
Good
    document,evidence/acme-needs.pdf,9f86d081884c7d65...
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC604", "unsealed-evidence", "warning", __doc__)
