"""A stage or an event of the source that the mapping does not know.

What
    Each word of the source means a milestone, several, `won`, `lost`, `open` or `ignored`. It is listed with how often it
    occurs.
Why
    A stage left out by accident would look like a stage that no deal ever reached.
Bad
    A file that says Demo, and a mapping without it
Good
    events: {Demo: proof}, or events: {Demo: ignored}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC713", "unmapped-event", "error", __doc__)
