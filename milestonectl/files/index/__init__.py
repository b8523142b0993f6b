"""A disposable index of the ledger: which lines of which files belong to a deal, and sums over the closed deals.

It makes the cost of a daily command follow from what it shows and not from what was ever recorded. It holds no rows: what a
report shows is read from the files, at the places that the index names. A file is read again as soon as anything about it is
not as remembered. Without an index (unreadable, locked, of another version) everything is read, and the answer is the same.
"""
