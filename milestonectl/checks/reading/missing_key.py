"""A key that the definition cannot do without.

What
    A process has `process`, `title`, `wins` and `stages`; a stage has `id`, `title` and `milestones`; a milestone has
    `id` and `title`. In a process that extends another one, what is inherited need not be repeated.
Why
    Without it there is nothing to name in the ledger, or nothing to show people.
Bad
    - title: Proof accepted
Good
    - id: proof
      title: Proof accepted
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC102", "missing-key", "error", __doc__)
