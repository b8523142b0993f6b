"""A row that is not one line.

What
    One row is one line, in CSV and in YAML. A line break inside a text is written as `\\n`.
Why
    Merges work line by line and a crash tears the last line: only then does each row survive by itself.
Bad
    2026-11-21,ACME-14,achieved,proof,"seen by
    the whole board"
Good
    2026-11-21,ACME-14,achieved,proof,seen by\\nthe whole board
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC302", "line-break", "error", __doc__)
