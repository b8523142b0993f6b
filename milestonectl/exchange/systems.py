"""The systems whose files are known."""

from collections.abc import Mapping

from milestonectl.exchange.shape import ANY, Shape

SYSTEMS: Mapping[str, tuple[Shape, ...]] = {"csv": ANY}
"""System to the shapes of its files, the most telling first."""
