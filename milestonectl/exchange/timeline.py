"""Observations -> each deal's own together, in the order in which they happened."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, chain, compress, islice, pairwise, repeat, starmap
from operator import ge, itemgetter, ne, not_
from typing import NamedTuple

from milestonectl.exchange.observation import Observations
from milestonectl.exchange.stamps import Reader, Stamp
from milestonectl.model.problem import Problem

_DEALS = 300
"""Deals that are looked at together."""


class Timelines(NamedTuple):
    """What was seen of each deal, in time, and the stamps that cannot be read."""

    seen: Observations
    deal: list[str]
    """The deal of each observation."""
    day: list[str]
    """The local day of each."""
    moment: list[str]
    """The moment of each in UTC."""
    spans: dict[str, range]
    """Where the observations of each deal stand."""
    tied: list[str]
    """Deals of which several records have one moment."""
    problems: list[Problem]
    share: float = 1.0
    """Where this is a part, how much of all observations is in it and those before."""

    @property
    def lines(self) -> list[int]:
        """The line of each observation."""
        return self.seen.line

    def parts(self) -> Iterator["Timelines"]:
        """Some deals at a time: what is worked on stays at hand for the processor."""
        rest = iter(self.spans.items())
        while some := list(islice(rest, _DEALS)):
            places = slice(some[0][1].start, some[-1][1].stop)
            spans = {deal: range(span.start - places.start, span.stop - places.start) for deal, span in some}
            seen = self.seen.picked(itemgetter(places))
            share = places.stop / len(self.deal)
            yield Timelines(seen, self.deal[places], self.day[places], self.moment[places], spans, [], [], share)

    def last(self, deal: str) -> Stamp:
        """When a deal was seen last."""
        place = self.spans[deal][-1]
        return Stamp(self.day[place], self.moment[place])


def timelines(seen: Observations, read: Reader) -> Timelines:
    """Sorts by moment, then by the source's own order where it has one, then as in the file.

    Stamps and the source's order, which are in nothing but the way now, are left behind.
    """
    days, moments = read.columns(seen.stamp)
    deals = _places(seen.texts["deal"], moments)
    deal_of = list(chain.from_iterable(map(repeat, deals, map(len, deals.values()))))
    tied = [deal for deal in _unsorted(deals, deal_of, moments) if _sort(deals[deal], seen, moments)]
    order = list(chain.from_iterable(deals.values()))
    spans = starmap(range, pairwise(accumulate(map(len, deals.values()), initial=0)))
    unreadable = [_unreadable(seen, place) for place in compress(range(len(moments)), map(not_, moments))]
    in_time = seen._replace(stamp=[], order=[])
    if len(order) < len(moments) or any(map(ne, order, range(len(order)))):
        in_time = seen.picked(lambda listed: list(map(listed.__getitem__, order)))
        days, moments = list(map(days.__getitem__, order)), list(map(moments.__getitem__, order))
    return Timelines(in_time, deal_of, days, moments, dict(zip(deals, spans, strict=True)), tied, unreadable)


def _places(texts: list[str], moments: list[str]) -> dict[str, list[int]]:
    """Where each deal is seen, as far as its stamps can be read; most records follow others of their deal."""
    deals: defaultdict[str, list[int]] = defaultdict(list)
    known = texts if all(moments) else [text if moment else "" for text, moment in zip(texts, moments, strict=True)]
    starts = compress(range(len(known)), map(ne, known, chain([None], known)))
    for start, end in pairwise(chain(starts, [len(known)])):
        if known[start]:
            deals[known[start].strip()].extend(range(start, end))
    return deals


def _unsorted(deals: dict[str, list[int]], deal_of: list[str], moments: list[str]) -> list[str]:
    """The deals whose observations are not in time yet, or have equal moments."""
    listed = list(map(moments.__getitem__, chain.from_iterable(deals.values())))
    falls = compress(range(1, len(listed)), map(ge, listed, islice(listed, 1, None)))
    return list(dict.fromkeys(deal_of[number] for number in falls if deal_of[number - 1] == deal_of[number]))


def _sort(places: list[int], seen: Observations, moments: list[str]) -> bool:
    """Brings the observations of a deal into order; whether several records have one moment."""
    places.sort(key=lambda place: (moments[place], seen.order[place].rjust(20)))
    return any(moments[a] == moments[b] and seen.line[a] != seen.line[b] for a, b in pairwise(places))


def _unreadable(seen: Observations, place: int) -> Problem:
    message = f'deal {seen.texts["deal"][place]}: "{seen.stamp[place]}" is no time stamp'
    hint = "name the order of day and month, or correct the record in the source"
    return Problem("unreadable-stamp", message, seen.place(place), hint)
