"""A mapping to a process that does not exist.

What
    `constants: {sale_type: ...}`, the values of `sale_types` and the keys of `events_of` name processes of this workspace.
Why
    The imported deals would follow no process.
Bad
    sale_types: {Existing Business: renewel}
Good
    sale_types: {Existing Business: renewal}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC702", "unknown-mapped-process", "error", __doc__)
