"""A first reading of little: all rows are kept until each deal is complete."""

from collections.abc import Iterator, Sequence

from milestonectl.files.index.shards import Block, nothing_apart, packed
from milestonectl.files.index.summaries import Summary, grouped, summary
from milestonectl.model.row import Row
from milestonectl.model.workspace import Definitions


class Kept:
    """What `first.First` is to much."""

    take_apart = staticmethod(nothing_apart)

    def __init__(self) -> None:
        self._deals: dict[str, list[Row]] = {}
        self._spans: list[tuple[str, int, int, bytes]] = []

    def take(self, file: int, block: Block) -> None:
        """Take in further rows."""
        for deal, rows in grouped(block.rows).items():
            self._deals.setdefault(deal, []).extend(rows)
            self._spans.append((deal, file, block.number(rows[0]), packed(block, rows)))

    def spans(self) -> Iterator[tuple[str, int, int, bytes]]:
        """For each deal and block the deal, the file, the first line, and the places of the rows."""
        return iter(sorted(self._spans))

    def summaries(self, definitions: Definitions) -> Iterator[Summary]:
        """Of all deals."""
        return (summary(deal, self._deals[deal], definitions) for deal in sorted(self._deals))

    def left(self) -> Sequence[str]:
        """The deals of which only the index can tell: none."""
        return ()
