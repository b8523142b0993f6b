"""A column, a constant or a change that is mapped to nothing known.

What
    The keys of `columns` and `constants` in `imports/*.yaml`, and the values of `changes`, are what milestonectl knows of a
    record (`deal`, `stamp`, `event`, `amount`, ...) or a field that `milestonectl.yaml` declares.
Why
    What was meant would be left out of every import without a word.
Bad
    columns: {amuont: Deal Value}
Good
    columns: {amount: Deal Value}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC701", "unknown-role", "error", __doc__)
