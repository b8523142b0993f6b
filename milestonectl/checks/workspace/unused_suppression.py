"""A comment that ignores a rule which finds nothing there.

What
    Each rule named in a comment `# milestonectl: ignore[...]` has something to report on that line.
Why
    What it excused is gone; left in, it would hide the next case.
Bad
    A comment that stays when the seventh milestone of a stage is removed.
Good
    `milestonectl validate --fix` removes it.
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC509", "unused-suppression", "warning", __doc__)
