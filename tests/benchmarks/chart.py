"""Curves on two logarithmic scales, as a small SVG."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 740, 420, 70, 150, 20, 50
LINE = 14
COLOURS = ("#0b5fa5", "#8a8a8a", "#1b7f4d", "#b3541e", "#6a4c93", "#a61e4d", "#3d3d3d", "#b08900", "#2a9d8f", "#e07bb0")


class Curve(NamedTuple):
    """A name, and seconds by number of rows."""

    name: str
    points: Sequence[tuple[float, float]]


class Scale(NamedTuple):
    """Powers of ten from low to high, on some stretch of the picture."""

    low: int
    high: int
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where a value stands."""
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)


def log_log_chart(curves: Sequence[Curve]) -> str:
    """The curves, each with its name at its end."""
    xs = [math.log10(x) for curve in curves for x, _ in curve.points]
    ys = [math.log10(y) for curve in curves for _, y in curve.points]
    across = Scale(math.floor(min(xs)), max(math.ceil(max(xs)), math.floor(min(xs)) + 1), LEFT, WIDTH - RIGHT)
    up = Scale(math.floor(min(ys)), math.ceil(max(ys)), HEIGHT - BOTTOM, TOP)
    parts = [*_grid(across, up), *_lines(curves, across, up)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
    label = f"<title>Seconds of processor time against rows: {', '.join(curve.name for curve in curves)}</title>"
    return "\n".join([head, label, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', *parts, "</svg>", ""])


def _grid(across: Scale, up: Scale) -> list[str]:
    lines = []
    for power in range(across.low, across.high + 1):
        x = across.place(10**power)
        lines.append(f'<path d="M{x:.0f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        lines.append(f'<text x="{x:.0f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>')
    for power in range(up.low, up.high + 1):
        y = up.place(10.0**power)
        lines.append(f'<path d="M{LEFT} {y:.0f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{10.0**power:g} s</text>')
    lines.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">rows in the ledger</text>'
    )
    return lines


def _lines(curves: Sequence[Curve], across: Scale, up: Scale) -> list[str]:
    lines, ends = [], list[tuple[float, float, str, str]]()
    for number, curve in enumerate(curves):
        colour = COLOURS[number % len(COLOURS)]
        places = [(across.place(x), up.place(y)) for x, y in curve.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        ends.append((*places[-1], colour, curve.name))
    return [*lines, *_names(sorted(ends))]


def _names(ends: Sequence[tuple[float, float, str, str]]) -> Iterator[str]:
    """A name at the end of each curve, from above; one that would cover another stands below it."""
    before = (-1.0, 0.0)
    for x, wanted, colour, name in ends:
        y = max(wanted, before[1] + LINE) if x == before[0] else wanted
        yield f'<text x="{x + 8:.0f}" y="{y + 4:.0f}" fill="{colour}">{name}</text>'
        before = (x, y)
