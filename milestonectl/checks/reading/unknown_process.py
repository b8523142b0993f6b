"""A process that extends one that does not exist.

What
    `extends` names a process of this workspace, as `large-account` or, for one version, `large-account@1`.
Why
    Without what it is made from the process has no stages of its own to follow.
Bad
    extends: large-acount
Good
    extends: large-account
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC112", "unknown-process", "error", __doc__)
