"""The marks of a merge conflict that was never resolved.

What
    A line that begins with `<<<<<<<`, `=======` or `>>>>>>>`.
Why
    Git could not decide which rows to keep. In a ledger the answer is always: those of both sides.
Bad
    <<<<<<< HEAD
    ...,ACME-14,achieved,proof,dana,...
    =======
    ...,BOLT-3,achieved,qualified,dana,...
    >>>>>>> renewals
Good
    ...,ACME-14,achieved,proof,dana,...
    ...,BOLT-3,achieved,qualified,dana,...
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC108", "merge-conflict", "error", __doc__)
