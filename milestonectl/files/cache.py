"""Values that cost time to compute, kept for the next start in the user's cache folder.

Never trusted over the files: a value is kept under a fingerprint of all that it was made from. Never in the workspace:
what comes with somebody else's repository is not to be unpickled. Delete the folder and nothing changes but the time.
"""

import contextlib
import os
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any

KEPT = 64
"""How many values are kept; the oldest go first."""


def cache_folder() -> Path:
    """Where this user's disposable files live."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", "~/AppData/Local")).expanduser() / "milestonectl" / "cache"
    if sys.platform == "darwin":
        return Path("~/Library/Caches/milestonectl").expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "milestonectl"


def recall(key: str) -> Any:
    """The value kept under a key; nothing when there is none or it cannot be read."""
    try:
        with (cache_folder() / key).open("rb") as file:
            return pickle.load(file)
    except Exception:
        return None


def keep(key: str, value: object) -> None:
    """Keep a value for the next start; a disk that is full or read-only is no reason to fail."""
    with contextlib.suppress(OSError):
        folder = cache_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "wb") as file:
            pickle.dump(value, file, protocol=5)
        Path(name).replace(folder / key)
        _forget_oldest(folder)


def _forget_oldest(folder: Path) -> None:
    files = sorted((path for path in folder.iterdir() if path.is_file()), key=lambda path: path.stat().st_mtime)
    for path in files[:-KEPT]:
        path.unlink()
