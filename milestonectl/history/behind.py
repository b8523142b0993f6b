"""The deals behind a rate."""

import numpy as np

from milestonectl.history.journeys import LOST, NEVER, WON, Journeys
from milestonectl.history.scan import lives


def deals_behind(found: Journeys, by: str, milestone: str = "") -> dict[tuple[str, str, int], dict[str, list[str]]]:
    """Ids of the deals that were counted, by sale type, group and state, and by what became of them.

    `milestone` restricts it to the state entered with that milestone.
    """
    groups = found.labels[by].texts if by else np.full(len(found.ids), "", dtype=object)
    types, states, kept = found.sale_type.texts, found.states, lives(found) == 0
    behind: dict[tuple[str, str, int], dict[str, list[str]]] = {}
    for deal, state in zip(*np.nonzero(found.entered[:, :-1] < NEVER), strict=True):
        names = ("opened", *found.chains.get(types[deal], ()))
        if state >= states[deal] or milestone not in ("", names[state]):
            continue
        kinds = behind.setdefault((types[deal], groups[deal], int(state)), {})
        kinds.setdefault(_what_became(found, int(deal), int(state), kept=bool(kept[deal])), []).append(found.ids[deal])
    return behind


def _what_became(found: Journeys, deal: int, state: int, *, kept: bool) -> str:
    if not kept:
        return "booked afterwards" if found.outcome[deal] == WON else "lost at once"
    if found.entered[deal, state + 1] < NEVER:
        return "went on"
    return "lost" if found.outcome[deal] == LOST else "open"
