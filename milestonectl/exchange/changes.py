"""What records say about their deals -> what is new in it."""

from collections.abc import Mapping
from itertools import compress
from operator import ne
from typing import NamedTuple

from milestonectl.exchange.rules import Rules, plain, unreadable
from milestonectl.exchange.state import State
from milestonectl.exchange.timeline import Timelines
from milestonectl.model.problem import Problem


class Changes(NamedTuple):
    """What was not known of the deals before."""

    places: list[int]
    """The observations that open their deal or say something new."""
    new: dict[str, list[str]]
    """By role, what each observation says that was not known; an empty text where it says nothing new."""
    problems: list[Problem]
    """Cells that cannot be read."""


def changes(lines: Timelines, rules: Rules, begun: Mapping[str, State]) -> Changes:
    """What each observation adds to what is known of its deal; an empty cell says nothing.

    The first one says the constants as well, unless the ledger has told the beginning of the deal already (`begun`).
    """
    telling = bytearray(len(lines.deal))
    for deal, span in lines.spans.items():
        telling[span.start] = deal not in begun
    problems: list[tuple[int, Problem]] = []
    new = {
        role: _new(role, lines, rules, begun, telling, problems)
        for role in dict.fromkeys((*rules.roles, *rules.mapping.constants))
        if role in rules.mapping.constants or any(lines.seen.texts[role])
    }
    problems.sort(key=lambda found: found[0])
    return Changes(list(compress(range(len(telling)), telling)), new, [problem for _, problem in problems])


def _new(
    role: str,
    lines: Timelines,
    rules: Rules,
    begun: Mapping[str, State],
    telling: bytearray,
    problems: list[tuple[int, Problem]],
) -> list[str]:
    """What is new in one role, record by record; notes which records tell something."""
    new = [""] * len(lines.deal)
    texts, currencies = lines.seen.texts.get(role, new.copy()), lines.seen.texts["currency"]
    constant, keeps_first = rules.mapping.constants.get(role, ""), role in rules.mapping.keep_first
    readers, known = rules.readers[role], ""
    before: list[str | None] = [None, *texts[:-1]]
    for span in lines.spans.values():
        before[span.start] = None
    # Few records say something else than the one before.
    for place in compress(range(len(texts)), map(ne, texts, before)):
        is_first, text = before[place] is None, texts[place]
        state = begun.get(lines.deal[place]) if is_first else None
        if is_first:
            known = state.values.get(role, "") if state else ""
        if text and not (known and keeps_first):
            value = readers[currencies[place]][text]
            if value is None:
                problems.append((place, unreadable(role, lines.seen, place)))
            elif value != known and value:
                new[place] = known = value
                telling[place] = True
            if role == "sale_type" and value and value not in rules.wins:
                rules.unmapped_types[plain(text)] += 1
        if is_first and constant and not known and not state:
            new[place] = known = constant
    return new
