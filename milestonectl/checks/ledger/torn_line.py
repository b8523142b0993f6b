"""A last line that was only written in part.

What
    The file does not end with a line break, and what stands after the last one is no whole row.
Why
    The machine stopped while it wrote. The rows before it are whole; this one does not count.
Bad
    2026-11-21,ACME-14,achi
Good
    The whole row, logged again, or the remainder removed.
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC303", "torn-line", "error", __doc__)
