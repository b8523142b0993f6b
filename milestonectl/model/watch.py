"""Long work, part by part, and somebody who watches how far it is."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar


class Part(Protocol):
    """Some of the records that are worked on."""

    @property
    def lines(self) -> Sequence[int]:
        """The line of each."""

    @property
    def share(self) -> float:
        """How much of the work is done by their end, from 0 to 1; nothing where nobody knows."""


AnyPart = TypeVar("AnyPart", bound=Part)


class Watch(Protocol):
    """Shows how far the work is while its parts pass."""

    def __call__(self, parts: Iterator[AnyPart], doing: str, what: str, /) -> Iterator[AnyPart]:
        """The parts; what is done to what, as in `Reading` `history.csv`."""


def unwatched(parts: Iterator[AnyPart], _doing: str, _what: str) -> Iterator[AnyPart]:
    """The parts, with nobody looking."""
    return parts
