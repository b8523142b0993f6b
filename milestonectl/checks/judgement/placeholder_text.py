"""Text that was to be written later.

What
    Titles, objectives and plays hold no "to do", "tbd", "lorem ipsum" and the like.
Why
    A rep who opens the play before a meeting reads it aloud.
Bad
    title: TODO
    ask: [...]
Good
    ask: [What would you need to see to accept the proof?]
"""

import re
from collections.abc import Iterator

from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.node import walk
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process

_PLACEHOLDER = re.compile(
    r"\s*(\W{1,3}|x{2,}|foo|bar|baz|untitled|placeholder|description|title|text here|n/?a)\s*"
    r"|.*\b(TODO|TBD|TBC|FIXME|XXX|lorem ipsum|to be (done|defined|determined|written)|fill this in|change ?me)\b.*"
    r"|.*<[a-z ]+>.*",
    re.IGNORECASE | re.DOTALL,
)


def check(process: Process) -> Iterator[Problem]:
    if process.node is None:
        return
    for node in walk(process.node):
        if isinstance(node.value, str) and _PLACEHOLDER.fullmatch(node.value):
            message = f'"{node.value}" stands for something that is still to be written'
            yield Problem("placeholder-text", message, node.place, "write it, or leave the key out")


RULE = CheckedRule("MC415", "placeholder-text", "warning", __doc__, each_sound_process(check))
