"""A link that leads out of the workspace.

What
    A symbolic link below `processes/` or `ledger/` must point to something inside the workspace.
Why
    What it leads to is not in the repository, so that nobody else has it. It is not read.
Bad
    ledger/2026 -> /home/dana/ledger
Good
    A copy of the files in `ledger/2026`.
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC109", "outside-link", "error", __doc__)
