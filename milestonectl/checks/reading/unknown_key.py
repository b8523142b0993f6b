"""A key that the definition does not know.

What
    Every key of `milestonectl.yaml`, `team.yaml` and `processes/*.yaml` must be one that milestonectl knows.
Why
    A misspelt key would be passed over in silence: `requird: false` leaves the milestone required.
Bad
    - id: proof
      requird: false
Good
    - id: proof
      required: false
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC101", "unknown-key", "error", __doc__)
