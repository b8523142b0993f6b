"""Where the chances that history leaves behind are kept: in the user's cache, under all that they depend on but old rows.

They are learned from what was recorded by the end of the month before. Rows are only ever appended, so whoever learns them
again finds the same ones.
"""

import datetime
import hashlib
from pathlib import Path

from milestonectl.deals.chances import Chances
from milestonectl.files.cache import keep, recall
from milestonectl.files.compiled import fingerprint_of_texts
from milestonectl.files.workspace import definition_texts


def keep_chances(root: Path, chances: Chances) -> None:
    """Keep the chances as they were known at the end of a day."""
    keep(_key(root, chances.learned), chances)


def known_chances(root: Path, learned: datetime.date) -> Chances | None:
    """The chances as known at the end of a day, if somebody has learned them."""
    found = recall(_key(root, learned))
    return found if isinstance(found, Chances) else None


def _key(root: Path, learned: datetime.date) -> str:
    definitions = fingerprint_of_texts(definition_texts(root))
    return f"chances-{hashlib.sha256(f'{root.resolve()} {definitions} {learned}'.encode()).hexdigest()[:32]}"
