"""An amount or a currency that cannot be read.

What
    `amount` is a plain decimal number, not negative, as 84000 or 84000.50; `currency` is three capital letters.
Why
    `84.000` is eighty-four in one country and eighty-four thousand in another.
Bad
    amount: "84,000", currency: $
Good
    amount: 84000, currency: USD
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC313", "wrong-amount", "error", __doc__)
