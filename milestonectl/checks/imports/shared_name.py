"""Several deals of one name that nothing in the file tells apart.

What
    Where a file has no ids, deals go by their names. A name that several deals share is divided by account, by the day of
    the creation and by owner, as far as the file has these columns.
Why
    Two deals would become one that was opened twice.
Bad
    Two opportunities called Renewal in a report of names and stages
Good
    The same report with the column Opportunity ID, or Account Name
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC720", "shared-name", "error", __doc__)
