"""Workspaces as text: each case is one file that says which problems are expected, and which files there are.

The first lines are prose and expectations (`MC101 processes/service.yaml:14:9`); then each file of the workspace begins
with `-- PATH --`. `PATH (bytes)` holds backslash escapes, the last line of `PATH (torn)` has no line break, and
`PATH -> TARGET` is a link. Files that a case does not name are those of `base/`.
"""

import re
import shutil
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parents[1] / "checks"
CASES = HERE / "cases"
BASE = HERE / "base"
_FILE = re.compile(r"^-- (?P<path>[^ ]+)(?: -> (?P<target>[^ ]+))?(?: \((?P<form>bytes|torn)\))? --\n", re.MULTILINE)
_EXPECTED = re.compile(r"^MC\d+ \S+:\d+:\d+$", re.MULTILINE)


class Case(NamedTuple):
    """One case: the rule that it is about, whether it is bad, and what is expected."""

    path: Path
    expected: list[str]

    @property
    def rule(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return f"{self.rule}/{self.path.stem}"

    @property
    def is_bad(self) -> bool:
        return self.path.name.startswith("bad")


def all_cases() -> list[Case]:
    """Every case, found on the disk."""
    return [read_case(path) for path in sorted(CASES.glob("*/*.txtar"))]


def read_case(path: Path) -> Case:
    """The expectations of a case."""
    head = path.read_text().partition("\n-- ")[0]
    return Case(path, _EXPECTED.findall(head))


def write_workspace(case: Case, root: Path) -> None:
    """The files of a case, over those of the base."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    text = case.path.read_text()
    found = list(_FILE.finditer(text))
    for header, following in zip(found, [*found[1:], None], strict=True):
        content = text[header.end() : following.start() if following else len(text)]
        _write(root / header["path"], header["target"], header["form"], content)


def _write(path: Path, target: str | None, form: str | None, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if target:
        path.symlink_to(target)
    elif form == "bytes":
        path.write_bytes(content.encode("latin-1").decode("unicode_escape").encode("latin-1"))
    else:
        path.write_text(content.removesuffix("\n") if form == "torn" else content)
