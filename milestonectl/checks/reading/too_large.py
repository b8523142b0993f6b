"""A file, a row or a nesting beyond every sane limit.

What
    A definition has at most 1,048,576 bytes, 100,000 values (an alias counts as all that it stands for) and 40 levels;
    a row of the ledger has at most 1,000,000 bytes.
Why
    A file of a few lines can be made to fill the memory of any machine that reads it.
Bad
    a: &a [x, x, x, x, x, x, x, x, x]
    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
    # and so on, down to z
Good
    Write the values out, and keep long texts in `evidence/`.
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC106", "too-large", "error", __doc__)
