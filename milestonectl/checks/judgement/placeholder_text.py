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

from milestonectl.checks.rule import CheckedRule
from milestonectl.checks.subject import Subject
from milestonectl.model.node import walk
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process

_PLACEHOLDER = re.compile(
    r"\s*(\?+|\.{2,}|…|-+|x{2,}|foo|bar|baz|untitled|placeholder|text here|n/?a)\s*"
    r"|.*\b(TODO|TBD|TBC|FIXME|XXX|lorem ipsum|to be (done|defined|determined|written)|fill this in|change ?me)\b.*"
    r"|.*<[a-z ]+>.*",
    re.IGNORECASE | re.DOTALL,
)
_SUSPECT = (
    "todo", "tbd", "tbc", "fixme", "lorem", "to be d", "to be written", "fill this in", "fill in", "change me", "changeme",
    "xx", " foo", " bar", " baz", "untitled", "placeholder", "text here", "n/a", " na\n", "?\n- ", ": ?", "??", "..", "…", "--", "<",
)  # fmt: skip
"""Without any of these a file has no placeholder, and need not be walked through."""


def check(subject: Subject) -> Iterator[Problem]:
    sources = subject.workspace.sources or {}
    lowered = ((file, text.lower()) for file, text in sources.items())
    suspect = {file for file, text in lowered if any(word in text for word in _SUSPECT)}
    for process in subject.workspace.processes:
        if process.file in suspect:
            yield from _placeholders(process)


def _placeholders(process: Process) -> Iterator[Problem]:
    """What is inherited is told in the file that it comes from."""
    if process.node is None:
        return
    for node in walk(process.node):
        if isinstance(node.value, str) and node.place.file == process.file and _PLACEHOLDER.fullmatch(node.value):
            message = f'"{node.value}" stands for something that is still to be written'
            yield Problem("placeholder-text", message, node.place, "write it, or leave the key out")


RULE = CheckedRule("MC415", "placeholder-text", "warning", __doc__, check)
