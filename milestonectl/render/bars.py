"""Numbers drawn with blocks, for what is seen sooner than read: how far, how wide, which way.

Every picture stands beside its numbers, and only on a terminal.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from milestonectl.render.screen import Picture

FULL, LIKELY, MAYBE, HERE, GOAL = "█", "▒", "░", "┃", "◆"
_HEIGHTS = "▁▂▃▄▅▆▇█"


class Layer(NamedTuple):
    """A stretch of a bar, from one share of its width to another."""

    block: str
    start: float
    end: float


class Point(NamedTuple):
    """A mark on a bar, at a share of its width."""

    sign: str
    at: float


def bar(width: int, layers: Iterable[Layer], points: Iterable[Point] = ()) -> Picture:
    """A bar of so many cells. What comes later lies above; what is not nothing takes a cell at least.

    Ten cells, full to 0.42, with a mark at 0.7: `████   ┃  `.
    """
    cells = [" "] * width
    for layer in layers:
        if layer.end > layer.start:
            first = min(round(_within(layer.start) * width), width - 1)
            last = max(first + 1, round(_within(layer.end) * width))
            cells[first:last] = layer.block * (last - first)
    for point in points:
        cells[min(width - 1, int(_within(point.at) * width))] = point.sign
    return Picture("".join(cells))


def sparkline(values: Sequence[float]) -> Picture:
    """A column for each value, the tallest as high as a line: 0, 1, 2, 4 are `▁▃▅█`. Nothing when all are nothing."""
    most = max(values, default=0)
    if most <= 0:
        return Picture("")
    steps = len(_HEIGHTS) - 1
    return Picture("".join(_HEIGHTS[max(round(value / most * steps), int(value > 0))] for value in values))


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)
