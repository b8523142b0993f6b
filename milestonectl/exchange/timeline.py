"""Observations -> each deal's own, in the order in which they happened."""

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from milestonectl.exchange.observation import Observation
from milestonectl.exchange.stamps import Reader
from milestonectl.model.problem import Place, Problem

Seen: TypeAlias = tuple[str, str, int, str, Observation]
"""The moment in UTC, the source's order of equal moments, the place in the source, the local day, what was seen."""


class Timelines(NamedTuple):
    """What was seen of each deal, in time, and the stamps that cannot be read."""

    deals: dict[str, list[Seen]]
    problems: list[Problem]


def timelines(observations: Iterable[Observation], read: Reader) -> Timelines:
    """Sorts by moment, then by the source's own order where it has one, then as in the file."""
    deals: dict[str, list[Seen]] = {}
    problems: list[Problem] = []
    for number, observation in enumerate(observations):
        stamp = read(observation.stamp.strip())
        if stamp is None:
            problems.append(_unreadable(observation))
            continue
        day, moment = stamp
        seen = (moment, observation.order.rjust(20), number, day, observation)
        deal = observation.deal.strip()
        if deal in deals:
            deals[deal].append(seen)
        else:
            deals[deal] = [seen]
    for timeline in deals.values():
        timeline.sort()
    return Timelines(deals, problems)


def _unreadable(observation: Observation) -> Problem:
    message = f'deal {observation.deal}: "{observation.stamp}" is no time stamp'
    hint = "name the order of day and month, or correct the record in the source"
    return Problem("unreadable-stamp", message, Place(observation.file, observation.line), hint)
