"""Bytes that are not UTF-8 text.

What
    Definitions and ledgers are UTF-8, with or without a byte order mark, and hold no NUL bytes.
Why
    Read in another encoding the names of people and accounts would come out wrong. A NUL byte is mostly the trace of a
    damaged disk.
Bad
    A file saved as Latin-1 or Windows-1252.
Good
    The same file saved as UTF-8.
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC107", "not-utf8", "error", __doc__)
