"""A value of the wrong type, or outside what is allowed.

What
    Each key takes one type of value: `milestonectl explain process.stages.milestones` names them. YAML 1.2 is read, so
    `yes` and `no` are text, and `true` and `false` are the booleans.
Why
    A guess at what was meant would be wrong on the day it matters.
Bad
    required: yes
    typical_days: two weeks
Good
    required: true
    typical_days: 14
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC103", "wrong-value", "error", __doc__)
