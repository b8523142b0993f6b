"""A comment that ignores a rule without a reason.

What
    `# milestonectl: ignore[rule-name] reason` names at least one rule and says why. It speaks of its own line, or of
    the next one when it stands alone. What a reader reports (MC1xx) cannot be ignored: it was not read.
Why
    In a year nobody will know whether it is still needed. Without a reason nothing is ignored.
Bad
    id: close   # milestonectl: ignore[crowded-stage]
Good
    id: close   # milestonectl: ignore[crowded-stage] the law of public purchasing asks for all of these
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC508", "bare-suppression", "error", __doc__)
