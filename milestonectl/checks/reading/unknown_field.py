"""A condition on a field that deals do not have.

What
    `when` may ask about `amount`, `currency`, `account`, `owner`, `sale_type`, `close_date` and the fields that
    `milestonectl.yaml` declares under `fields`.
Why
    The condition could never hold, so that the milestone would never be asked for.
Bad
    when: {reigon: EMEA}
Good
    when: {region: EMEA}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC110", "unknown-field", "error", __doc__)
