"""A file of evidence that is not what it was.

What
    The file's SHA-256 is not the one that the row recorded.
Why
    What is there now is not what proved the milestone then.
Bad
    A document that was edited after the milestone was logged.
Good
    The new version as a file of its own, logged as further evidence.
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC602", "changed-evidence", "error", __doc__)
