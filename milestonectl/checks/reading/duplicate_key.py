"""The same key twice in one mapping.

What
    A key may stand once in each mapping.
Why
    Most YAML readers silently let the last one win, so that the first line says something that is not so.
Bad
    typical_days: 14
    typical_days: 21
Good
    typical_days: 21
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC104", "duplicate-key", "error", __doc__)
