"""The ages from which deals count as stalled, as the last look at history left them behind.

Daily commands read this small table instead of all rows. Without it they fall back on the processes' usual days; every
command that looks at history writes it anew.
"""

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path

from milestonectl.files.cache import keep, recall

Limits = Mapping[tuple[str, str], int]
KEPT_DAYS = 8
TRUSTED_DAYS = 92
"""Limits that are older than a quarter say nothing about today any more."""


def keep_limits(root: Path, day: datetime.date, limits: Limits) -> None:
    """Leave the limits of a day behind, beside those of a few other days."""
    known = {**_known(root), day: dict(limits)}
    keep(_key(root), {each: known[each] for each in sorted(known)[-KEPT_DAYS:]})


def known_limits(root: Path, day: datetime.date) -> Limits:
    """The limits by sale type and awaited milestone of the last look in the quarter up to a day: none looks ahead of it."""
    known = _known(root)
    days = [each for each in known if 0 <= (day - each).days <= TRUSTED_DAYS]
    return known[max(days)] if days else {}


def _known(root: Path) -> dict[datetime.date, Limits]:
    found = recall(_key(root))
    return found if isinstance(found, dict) else {}


def _key(root: Path) -> str:
    return f"stalling-{hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:32]}"
