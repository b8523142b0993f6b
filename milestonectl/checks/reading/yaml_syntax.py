"""Text that is not YAML, or uses a part of YAML that is not read.

What
    One document of YAML 1.2 a file, without tags, and with text as keys.
Why
    Nothing of the file counts until it can be read.
Bad
    title: Proof: accepted
Good
    title: "Proof: accepted"
"""

from milestonectl.model.rule import Rule

RULE = Rule("MC105", "yaml-syntax", "error", __doc__)
