"""A word of the source that is mapped to a milestone which does not exist.

What
    The values below `events` and `events_of` are milestones of the processes that the mapping serves, or `won`, `lost`, `open`
    or `ignored`.
Why
    What the source says would be written into the ledger as a milestone of no process.
Bad
    events: {Proposal: prof}
Good
    events: {Proposal: proof}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC703", "unknown-mapped-milestone", "error", __doc__)
