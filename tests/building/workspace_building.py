"""Small workspaces for tests, made of the base of the rules' cases."""

import datetime
import shutil
from collections.abc import Mapping
from pathlib import Path

from milestonectl.checks import RULES, check
from milestonectl.files.quotes import quoted
from milestonectl.files.workspace import load_workspace
from milestonectl.model.findings import Checked, Findings

BASE = Path(__file__).parents[1] / "checks" / "base"
PACKS = Path(__file__).parents[2] / "processes"
TODAY = datetime.date(2026, 11, 21)


def base_workspace(root: Path, changes: Mapping[str, str] | None = None) -> Path:
    """The base, with other files in the place of some of its own."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for file, text in (changes or {}).items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text)
    return root


def base_text(file: str, *replaced: tuple[str, str]) -> str:
    """A file of the base with texts replaced, each once."""
    text = (BASE / file).read_text()
    for before, after in replaced:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def findings(root: Path) -> Findings:
    """What a validation of a workspace finds."""
    workspace = load_workspace(root)
    problems, lines = quoted(root, check(workspace, TODAY), workspace.sources or {})
    return Findings(tuple(problems), Checked(4, 1, 3, 1, 2), TODAY, lines, RULES)
