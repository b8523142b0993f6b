"""A user of the source who is mapped to nobody of the team.

What
    The values of `people` in `imports/*.yaml` are ids of `team.yaml`, where there is a team.
Why
    Deals of somebody whom the team does not know are in nobody's pipeline. For somebody who has left it is right.
Bad
    people: {U1: dna}
Good
    people: {U1: dana}
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC704", "unknown-mapped-person", "warning", __doc__)
