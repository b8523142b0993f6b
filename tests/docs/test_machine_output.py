"""The page on machine output names exactly the keys that the program prints."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "machine-output.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
ONE_DEAL = SECTIONS.pop("One deal")
DEALS_IN = {"status": "deals[].", "show": "", "next": "deals[]."}


@pytest.mark.parametrize("command", SECTIONS)
def test_the_page_names_the_keys_that_are_printed(
    command: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = shutil.copytree(ROOT / "examples" / "halden", tmp_path / "halden")
    (workspace / "ledger" / "problem.csv").write_text("date,deal,event\n2026-11-20,NO-1,planned\n")
    monkeypatch.chdir(workspace)
    line = re.findall(r"^`milestonectl (.+)`$", SECTIONS[command], re.MULTILINE)[0]
    documented = set(_documented(SECTIONS[command]))
    if command in DEALS_IN:
        documented |= {DEALS_IN[command] + key for key in _documented(ONE_DEAL)}
    printed = set(_leaves(json.loads(run(*line.split(), "--as-of", "2026-11-20").out)))
    assert {key for key in printed if not _covered(key, documented)} == set()
    assert {key for key in documented if not _appears(key, printed)} == set()


def _documented(section: str) -> Iterator[str]:
    for row in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE):
        yield from re.findall(r"`([^`]+)`", row)


def _leaves(value: Any, path: str = "") -> Iterator[str]:
    """The keys that hold something other than further keys; a list of plain values is `key[]`."""
    if isinstance(value, dict) and value:
        for key, below in value.items():
            yield from _leaves(below, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for below in value:
            yield from _leaves(below, f"{path}[]")
    else:
        yield f"{path}[]" if isinstance(value, list) else path


def _covered(key: str, documented: set[str]) -> bool:
    """By its name, by an open-ended mapping above it, or, as an empty list, by the keys of its members."""
    return any(
        known == key or known.startswith(f"{key}.") or (known.endswith("*") and key.startswith(known[:-1]))
        for known in documented
    )


def _appears(key: str, printed: set[str]) -> bool:
    return key.endswith("*") or any(found == key or found.startswith(f"{key}.") for found in printed)
