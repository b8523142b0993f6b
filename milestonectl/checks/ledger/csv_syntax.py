"""A line that is not CSV.

What
    Cells are separated by commas. A cell with a comma or a quote is quoted, and a quote in it is doubled.
Why
    Where a cell ends would be a guess. The row does not count until it is put right.
Bad
    2026-11-21,ACME-14,achieved,"proof"x
Good
    2026-11-21,ACME-14,achieved,proof
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC301", "csv-syntax", "error", __doc__)
