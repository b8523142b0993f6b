"""Every `console` block of the documentation shows what the program really prints.

`pytest tests/docs --update` writes the real output into the blocks; the diff is then reviewed like code.
"""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.conftest import Run

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COLUMNS = 100


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_console_blocks_show_what_the_program_prints(
    document: Path,
    run_in_terminal: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """Blocks of one document share a copy of the example, so that a later one sees what an earlier one wrote."""
    shutil.copytree(ROOT / "examples" / "halden", tmp_path / "halden")
    monkeypatch.chdir(tmp_path / "halden")
    monkeypatch.setenv("MILESTONECTL_NOW", "2026-11-20T17:00:00+00:00")
    monkeypatch.setenv("MILESTONECTL_REP", "dana")
    text = document.read_text(encoding="utf-8")

    shown = BLOCK.sub(lambda block: f"```console\n{_played(block[1], run_in_terminal)}```", text)

    if request.config.getoption("--update"):
        document.write_text(shown, encoding="utf-8")
    assert shown == document.read_text(encoding="utf-8")


def _played(block: str, run_in_terminal: Run) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{_output(line, run_in_terminal)}" for line in commands)


def _output(line: str, run_in_terminal: Run) -> str:
    words = shlex.split(line.removeprefix("$ "))
    assert words[0] == "milestonectl", line
    ran = run_in_terminal(*words[1:], columns=COLUMNS)
    lines = (ran.out + ran.err).splitlines()
    return "".join(f"{printed.rstrip()}\n" for printed in lines)


def test_the_documentation_has_blocks_to_check() -> None:
    assert BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))
