"""How well a deal's progress is proven: as well as its weakest milestone."""

from milestonectl.deals.gates import Mark, Progress

_WEAKEST_FIRST: tuple[Mark, ...] = ("lapsed", "asserted", "documented", "confirmed")


def proof_level(found: Progress) -> Mark:
    """The weakest mark of the required milestones that were achieved; `open` when none was.

    Three milestones confirmed by the buyer and one that only the rep asserts: asserted.
    """
    marks = {standing.mark for standing in found.required if standing.achievement is not None}
    return next((mark for mark in _WEAKEST_FIRST if mark in marks), "open")
