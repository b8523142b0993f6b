"""A milestone that is named after what the seller does.

What
    The title says what is true when the milestone is achieved, not what somebody was busy with.
Why
    Calls can be made and offers sent in a deal that is going nowhere. Count them, and you get calls and offers.
Bad
    title: Call made
    title: Send proposal
Good
    title: Sponsor puts a cost on the problem
    title: Offer accepted by purchasing
"""

import re
from collections.abc import Iterator

from milestonectl.checks.places import value_place
from milestonectl.checks.rule import CheckedRule, each_sound_process
from milestonectl.model.problem import Problem
from milestonectl.model.process import Process

_THING = (
    r"(calls?|e-?mails?|visits?|meetings?|demos?|demonstrations?|presentations?|proposals?|quotes?|quotations?|offers?|"
    r"follow-?ups?|workshops?|brochures?|contact|outreach|discovery|reminders?|tasks?)"
)
_DONE = r"(made|done|held|sent|given|delivered|scheduled|booked|completed?|conducted|issued|prepared|finished|logged)"
_ACTIVITY = re.compile(
    rf"(?:.*\b)?{_THING}\s+(?:\w+\s+)?(?:was\s+|is\s+|has been\s+)?{_DONE}\b.*"
    rf"|(send|sent|call|called|make|made|hold|held|schedule|book|prepare|present|contact|contacted|visit|visited|"
    rf"follow up|followed up|e-?mail|e-?mailed|deliver|give|gave|do|write|wrote)\b.*",
    re.IGNORECASE,
)


def check(process: Process) -> Iterator[Problem]:
    for milestone in process.milestones:
        if _ACTIVITY.fullmatch(milestone.title.strip()):
            message = f'"{milestone.title}" is what the seller does, not what has come of it'
            hint = "name what the buyer has done or agreed to when it is achieved"
            yield Problem("activity-title", message, value_place(milestone, "title"), hint)


RULE = CheckedRule("MC413", "activity-title", "warning", __doc__, each_sound_process(check))
