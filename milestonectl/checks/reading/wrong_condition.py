"""A comparison that is not known, or does not fit the type of its field.

What
    The comparisons are `is`, `in`, `not_in`, and for numbers `at_least` and `below`. A number is compared with numbers,
    a text with texts. Only what a field's `choices` allow can be compared with it.
Why
    Such a condition would hold for no deal, or for all of them, whatever was meant.
Bad
    when: {amount: {more_than: 25000}}
    when: {amount: {at_least: a lot}}
Good
    when: {amount: {at_least: 25000}}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC111", "wrong-condition", "error", __doc__)
